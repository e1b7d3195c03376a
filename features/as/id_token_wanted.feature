@as
Feature: Who asks for one user, or for one way to sign in, is not given another

  @oidc-core-3.1.2.2-id-token-sub-requested @must @needs-openid @needs-authorization_code @needs-claims_parameter
  Rule: Who asks for one user by subject gets no token for another
    A client would carry on with whoever sits at the browser.

    Scenario: The user who signs in is not the one that was asked for
      Given a confidential client
      When the user tries to sign in to the client that asks for somebody else by subject
      Then the client gets no token

  @oidc-core-5.5.1.1-essential-acr @must @needs-openid @needs-authorization_code @needs-claims_parameter
  Rule: A way to sign in that is essential and cannot be had ends the sign-in
    A client that insisted on a second factor would take a password for one.

    Scenario: A client insists on a class that no server has
      Given a confidential client
      When the user tries to sign in to the client that insists on a class of its own invention
      Then the client gets no token

  @oidc-core-10.1-no-hs-for-public @must @needs-openid @needs-authorization_code
  Rule: No ID token for a public client is keyed with a secret
    Whoever takes the application apart can sign ID tokens.

    Scenario: A user signs in to a public client
      Given a public client
      When the user signs in to the client
      Then the ID token is not keyed with a secret

  @oidc-core-15.1-rs256 @must @needs-openid @needs-authorization_code @needs-registration
  Rule: A client that registers for no other algorithm gets ID tokens signed with RS256
    There would be no algorithm that every client and every server have in common.

    Scenario: A client registers and says nothing of algorithms
      Given a client that registered for no algorithm
      When the user signs in to the client
      Then the ID token is signed with RS256

  @oidc-core-2-nonce-long @should @needs-openid @needs-authorization_code
  Rule: A long nonce comes back whole, or is refused
    A client that compares would throw every sign-in away; one that compares beginnings would take another's.

    Scenario: A client sends a nonce of two thousand characters
      Given a confidential client
      When the user tries to sign in to the client with a nonce of two thousand characters
      Then the ID token has the nonce that was sent, or the client got an error

  @oidc-core-10.1.1-key-rotation-server @should @needs-openid @needs-authorization_code @needs-key_change
  Rule: Keys that were replaced are published for a while
    Every user who has just signed in would have to do so again, and clients would take the change for an attack.

    Scenario: The server changes its keys after the user signed in
      Given a confidential client
      And the user is signed in to the client
      When the server changes its keys
      Then the ID token is signed with a published key
