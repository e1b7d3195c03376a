@client
Feature: What an application makes of a token response

  Background:
    Given an application that signs its users in

  @rfc6749-5.1-client-ignores-unknown-members @must
  Rule: A member that the application does not know changes nothing
    The day a server adds one, nobody can sign in any more.

    Scenario: The token response has further members
      When somebody signs in at an authorization server that adds members to its token response
      Then the user is signed in

  @rfc6749-5.1-client-token-type-case @must
  Rule: The type of a token is the same in any case
    Servers that write it otherwise, as they may, cannot be used.

    Scenario Outline: The token response has the type <written>
      When somebody signs in at an authorization server that writes the type of its tokens <written>
      Then the user is signed in

      Examples:
        | written            |
        | in small letters   |
        | in capital letters |

  @rfc6749-5.1-client-missing-expires-in @should
  Rule: A token response need not say how long the token lives, nor for what it is
    Servers that leave it out, as they may, cannot be used.

    Scenario: The token response says neither
      When somebody signs in at an authorization server that says neither how long a token lives nor for what it is
      Then the user is signed in

  @rfc6749-5.1-client-token-size @should
  Rule: A token may be long
    A token that was cut off opens nothing.

    Scenario: The access token has eight thousand characters
      When somebody signs in at an authorization server that issues long tokens
      Then the user is signed in
      And the token is used whole

  @rfc6749-5.2-client-handles-token-error @should
  Rule: A refused code signs nobody in
    An application that does not notice signs in nobody in particular, or the user of before.

    Scenario: The server refuses the code
      When somebody signs in at an authorization server that refuses every code
      Then the code was redeemed once at most
      And nobody is signed in

  @rfc6749-7.1-client-unknown-token-type @must
  Rule: A token of a type that the application does not know is not used
    Sent as a bearer token, a token that was bound to a key is given away.

    Scenario: The token is of a type of its own
      Given an application that uses its token as it signs users in
      When somebody signs in at an authorization server that issues tokens of a type of its own
      Then the token is not used
