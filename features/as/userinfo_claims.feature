@as
Feature: A client learns of the user what it asked for

  @oidc-core-5.4-scope-profile @may @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The scope profile, where it is offered, gives what the server knows of the user's profile
    A client that was granted the scope cannot greet its user.

    Scenario: A client asks for the scope profile
      Given a confidential client
      And the user is signed in to the client that asks for the scope profile
      When the client asks who the user is
      Then the UserInfo response has what is known of the user under the scope "profile"

  @oidc-core-5.4-scope-email @may @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The scope email, where it is offered, gives the user's email address
    A client that was granted the scope cannot write to its user.

    Scenario: A client asks for the scope email
      Given a confidential client
      And the user is signed in to the client that asks for the scope email
      When the client asks who the user is
      Then the UserInfo response has what is known of the user under the scope "email"

  @oidc-core-5.4-scope-address @may @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The scope address, where it is offered, gives the user's postal address
    A client that was granted the scope cannot deliver anything.

    Scenario: A client asks for the scope address
      Given a confidential client
      And the user is signed in to the client that asks for the scope address
      When the client asks who the user is
      Then the UserInfo response has what is known of the user under the scope "address"

  @oidc-core-5.4-scope-phone @may @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The scope phone, where it is offered, gives the user's telephone number
    A client that was granted the scope cannot call its user.

    Scenario: A client asks for the scope phone
      Given a confidential client
      And the user is signed in to the client that asks for the scope phone
      When the client asks who the user is
      Then the UserInfo response has what is known of the user under the scope "phone"

  @oidc-core-5.4-claims-not-leaked @should @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A UserInfo response has no claims of scopes that were not granted
    A client learns what the user was never asked to share.

    Scenario: A client asks for the scope openid alone
      Given a confidential client
      And the user is signed in to the client that asks for the scope openid alone
      When the client asks who the user is
      Then the UserInfo response has no standard claim of a scope that was not granted

  @oidc-core-5.5-claims-parameter @may @needs-openid @needs-userinfo @needs-authorization_code @needs-claims_parameter
  Rule: The claims parameter, where it is offered, gives what it asks for
    A client that relies on it has to ask for whole scopes, or goes without.

    Scenario: A client asks for the family name alone
      Given a confidential client
      And the user is signed in to the client that asks for the family name by the claims parameter
      When the client asks who the user is
      Then the UserInfo response has the family name, if it is known

  @oidc-core-5.5-claims-unknown-ignored @must @needs-openid @needs-authorization_code @needs-claims_parameter
  Rule: What the server does not know in the claims parameter is ignored
    No server could be asked for anything new without breaking the old ones.

    Scenario Outline: A client asks for authorization with <what>
      Given a confidential client
      When the client asks for authorization with <what>
      Then the client gets an authorization code

      Examples:
        | what                                     |
        | an unknown member in its claims parameter |
        | an unknown claim in its claims parameter  |

  @oidc-core-5.5.1-essential-not-an-error @must @needs-openid @needs-authorization_code @needs-claims_parameter
  Rule: An essential claim that cannot be had is no error
    A user who lacks one claim could not sign in at all.

    Scenario: A client asks for an essential claim that nobody has
      Given a confidential client
      When the client asks for authorization with an essential claim that nobody has
      Then the client gets an authorization code

  @oidc-core-5.2-claims-locales @should @needs-openid @needs-authorization_code
  Rule: Languages of claims that the server does not have are no error
    A user whose language the server does not speak could not sign in.

    Scenario: A client prefers claims in a language that hardly anyone speaks
      Given a confidential client
      When the client asks for authorization with an unusual language for its claims
      Then the client gets an authorization code
