@client
Feature: What an application asks the authorization server for

  @rfc6749-4.1.1-client-request-params @must
  Rule: The application asks for a code in its own name
    A request that names somebody else, or a place that is not registered, is refused or ends with somebody else.

    Scenario: Somebody is sent to sign in
      When somebody signs in
      Then the authorization request asks for a code for this application

  @rfc6749-4.1.1-client-sends-state @should
  Rule: Each sign-in has a state that nobody can guess
    A state that can be guessed, or is always the same, ties an answer to nobody.

    Scenario: Many sign-ins are begun
      When twelve users sign in
      Then each sign-in has a state of its own

    @race
    Scenario: Many sign-ins are begun at the same moment
      Given an application that signs its users in
      And an application that sends a state
      When many users begin to sign in at the same moment
      Then each of them is sent off with a state of their own
      And the application still signs its users in

  @rfc7636-4.1-verifier-entropy-client @should
  Rule: Each sign-in has a code verifier that nobody can guess
    Whoever can guess the verifier redeems a stolen code.

    Scenario: Many sign-ins are begun
      When twelve users sign in
      Then each sign-in has a code verifier of its own

    Scenario: One user begins twice in the same browser
      Given an application that signs its users in
      When somebody begins two sign-ins in the same browser
      Then each of them has a code challenge of its own

  @rfc9700-2.1.1-challenge-transaction-specific @must
  Rule: No two sign-ins share both challenge and nonce
    What is the same in every sign-in of a browser ties a code to none of them: another's is taken in its place.

    Scenario: One user begins twice in the same browser
      Given an application that signs its users in
      When somebody begins two sign-ins in the same browser
      Then they differ in their challenge or in their nonce

  @oidc-core-3.1.2.1-client-nonce-entropy @must @needs-openid
  Rule: A nonce cannot be guessed
    Whoever guesses it has an ID token made for a sign-in of somebody else's.

    Scenario: Many sign-ins are begun
      Given an application that signs its users in
      And an application that sends a nonce
      When twelve users sign in
      Then each sign-in has a nonce of its own

  @rfc9700-2.1.1-s256-not-plain @should
  Rule: The code verifier stays out of the authorization request
    Whoever sees the request, in a log or a browser's history, can redeem the code.

    @before-sign-in
    Scenario: Somebody is sent to sign in
      When somebody signs in
      Then the code verifier does not stand in the authorization request

  @rfc7636-4.1-verifier-syntax-client @must
  Rule: A code verifier is 43 to 128 unreserved characters
    Shorter ones can be tried out, others are refused by servers that look.

    @before-sign-in
    Scenario: A code is redeemed with a verifier
      When somebody signs in
      Then the code verifier has the form that is demanded

  @rfc7636-4.2-client-uses-s256 @must
  Rule: An application that can hash its verifier does
    Where the challenge is the verifier, whoever sees the request can redeem the code.

    @before-sign-in
    Scenario: Somebody is sent to sign in
      When somebody signs in
      Then the code challenge is the digest of the code verifier

  @rfc7636-4.5-client-sends-verifier @must
  Rule: A code that was asked for with a challenge is redeemed with the verifier
    Without it the server has to refuse, or does not look.

    @before-sign-in
    Scenario: A code is redeemed with a verifier
      When somebody signs in
      Then the code verifier comes with the code

  @oauth21-4.1.1-pkce-required-client @must
  Rule: Every code is protected by PKCE, or by the nonce of a confidential client
    A stolen code is worth as much as a password.

    Scenario: Somebody is sent to sign in
      When somebody signs in
      Then the code is protected by PKCE or by the nonce of a confidential client

  @rfc9700-4.5.3-code-injection @must
  Rule: A code of another's sign-in is worth nothing in one's own
    Whoever finds a code in a log or a browser's history puts it into an answer to a sign-in of their own, and is in the victim's account.

    Scenario: An attacker brings the user's code to a sign-in of their own
      Given an application that signs its users in
      And a user who is on the way back to the application
      And an attacker who is on the way back to the application
      When the attacker comes back to the application with the user's code
      Then the attacker's browser shows nobody

  @rfc7636-7.2-client-no-downgrade @must
  Rule: An application that was refused a hashed challenge does not try an open one
    An attacker on the way only has to refuse.

    Scenario: The server refuses the hashed challenge
      Given an application that signs its users in
      When two users sign in at an authorization server that refuses hashed challenges
      Then no request falls back to an open challenge or to none
