@as
Feature: A leaked authorization code is worth nothing

  @rfc6749-4.1.4-token-success @must @needs-authorization_code
  Rule: A code is exchanged for an access token
    Without it there is no authorization code grant at all.

    Scenario: The client redeems its code
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the token request is granted

  @rfc6749-4.1.2-code-single-use @must @needs-authorization_code
  Rule: A code is redeemed at most once
    Whoever reads a code in a log or a Referer header could buy tokens with it after its owner did.

    Scenario: The client redeems its code twice
      Given an authorization code for a confidential client
      And the client has redeemed the code
      When the client redeems the same code again
      Then the token request is refused with "invalid_grant"

  @rfc6749-4.1.2-code-reuse-revokes-access-token @should @needs-authorization_code @needs-resource
  Rule: Replaying a code revokes the access token it bought
    One of the two who redeemed the code is a thief; the tokens of both must go.

    Scenario: The first access token dies with the replay
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client redeems the same code again
      Then the first access token no longer opens the protected resource

  @rfc6749-4.1.3-code-bound-to-client @must @needs-authorization_code
  Rule: A code is redeemed only by the client it was issued to
    A malicious client could sign in as the users of another.

    Scenario: Another confidential client redeems the code
      Given an authorization code for a confidential client
      And another confidential client
      When the other client redeems the code
      Then the token request is refused with "invalid_grant"

  @rfc7636-4.6-verifier-missing @must @needs-authorization_code @needs-pkce
  Rule: A code bound to a challenge is not redeemed without its verifier
    PKCE that can be left out protects nobody.

    Scenario: The verifier is left out
      Given an authorization code for a public client
      When the client redeems the code without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request"

    Scenario: A wrong verifier does not unbind the code
      Given an authorization code for a public client
      When the client redeems the code with a wrong code verifier
      And the client redeems the code without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request"
