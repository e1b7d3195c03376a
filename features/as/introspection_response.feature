@as
Feature: What introspection says of a token is true

  @rfc7662-2.2-active-boolean @must @needs-introspection
  Rule: Whether a token is active is a boolean
    A protected resource that tests for something true takes the text "false" for it.

    Scenario: The token is active
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response says so as a boolean

    Scenario: The token is not active
      Given a client with an access token that it may ask about
      When the client asks about its access token with a made-up token in its place
      Then the introspection response says so as a boolean

  @rfc7662-2.2-active-token @should @needs-introspection @needs-client_credentials
  Rule: A token that was just issued is active
    Nobody could use it.

    Scenario: A client asks about its own token
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token
      Then the token is active, unless its client may not ask

  @rfc7662-2.2-member-types @should @needs-introspection
  Rule: What an introspection response says has the types that are defined
    A protected resource could not compare times or scopes.

    Scenario: A client asks about its own token
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then each member of the introspection response has its type

  @rfc7662-2.2-scope-matches-grant @may @needs-introspection
  Rule: The scope of a token, where it is told, is within what was granted
    A protected resource would let its client do what nobody agreed to.

    Scenario: A client asks about a token with one of its scopes
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response, if it names a scope, names that of the token

  @rfc7662-2.2-client-id-matches @may @needs-introspection
  Rule: The client of a token, where it is told, is the one that it was issued to
    A protected resource would take one client for another.

    Scenario: A client asks about its own token
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response, if it names a client, names that of the token

  @rfc7662-2.2-exp-matches-expires-in @may @needs-introspection
  Rule: The lifetime of a token, where it is told, is what the client was told
    Client and protected resource would disagree on when to ask for another.

    Scenario: A client asks about its own token
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response, if it names a lifetime, names that of the token

  @rfc7662-2.2-token-type @may @needs-introspection
  Rule: The type of a token, where it is told, is how the token is used
    A protected resource could not tell a token that is bound to a key from one that is not.

    Scenario: A client asks about its own token
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response, if it names a type, names that of the token

  @rfc7662-2.2-sub-for-user-grant @may @needs-introspection @needs-openid @needs-authorization_code
  Rule: The user of a token, where one is told, is who signed in
    A protected resource would show one user what is another's.

    Scenario: A client asks about the token of its user
      Given a confidential client
      And the user is signed in to the client
      And its access token is active
      When the client asks about its access token
      Then the introspection response, if it names a user, names that of the token

  @rfc7662-2.2-unknown-token-inactive @must @needs-introspection
  Rule: A token that the server does not know is not active, which is no error
    A protected resource would take what anybody makes up, or its own server for broken.

    Scenario Outline: A client asks about its access token <flaw>
      Given a client with an access token that it may ask about
      When the client asks about its access token <flaw>
      Then the token is not active

      Examples:
        | flaw                             |
        | with a made-up token in its place |
        | with a JWT of nobody's in its place |
        | with a character of it changed   |
        | cut short                        |

  @rfc7662-2.2-expired-inactive @must @needs-introspection @needs-client_credentials
  Rule: A token that has expired is not active
    A token that leaked long ago opens what it once did.

    Scenario: The lifetime of a token that was active passes
      Given a machine client
      And the client gets a token of its own
      And its access token is active
      When the lifetime of the access token has passed
      And the client asks about its access token
      Then the token is not active

  @rfc7662-2.2-revoked-inactive @must @needs-introspection @needs-revocation @needs-authorization_code
  Rule: A token that was revoked is not active
    Signing out would end nothing.

    Scenario: A client asks about the token that it revoked
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token is active
      And the client has revoked its access token
      When the client asks about its access token
      Then the token is not active

  @rfc7662-2.2-inactive-nothing-else @should @needs-introspection @needs-client_credentials
  Rule: Of a token that is not active nothing else is said
    Whoever tries tokens would learn which of them were real, and when.

    Scenario: The lifetime of a token that was active passes
      Given a machine client
      And the client gets a token of its own
      And its access token is active
      When the lifetime of the access token has passed
      And the client asks about its access token
      Then the introspection response says nothing else

    @needs-revocation
    Scenario: A token that was active is revoked
      Given a client with an access token that it may ask about
      And the client has revoked its access token
      When the client asks about its access token
      Then the introspection response says nothing else

  @rfc7662-4-not-yet-valid @must
  Rule: A token that is not valid yet is not active
    Nobody can observe it: no grant lets a client ask for a token that begins to be valid later.

  @rfc7662-4-signature-checked @must @needs-introspection
  Rule: A signed token that was changed is not active
    Whoever has a token could write another user into it.

    Scenario Outline: A client asks about its access token <flaw>
      Given a client with an access token that it may ask about
      And its access token is a JWT
      When the client asks about its access token <flaw>
      Then the token is not active

      Examples:
        | flaw                       |
        | with what it says changed  |
        | with its signature changed |
