@as
Feature: What comes back from the authorization endpoint is what the client can use

  @rfc6749-4.1.2-code-issued-query @must @needs-authorization_code
  Rule: The code comes back in the query of the redirect URI
    In a fragment it never reaches a web application; elsewhere it reaches somebody else.

    Scenario: The client asks for a code
      Given a confidential client
      When the client asks for authorization
      Then the client gets an authorization code
      And the response comes in the query

    Scenario: The client asks for a code at the last of its redirect URIs
      Given a confidential client with several redirect URIs
      When the client asks for authorization at the last of its redirect URIs
      Then the client gets an authorization code

    @browser
    Scenario: The client asks for a code, and the user has a real browser
      Given a confidential client
      When the client asks for authorization
      Then the client gets an authorization code
      And the response comes in the query

  @rfc6749-4.1.2-state-returned-exact @must @needs-authorization_code
  Rule: The state comes back as it was sent, to the letter
    The client throws the user's login away as forged, or stops checking.

    Scenario Outline: The state is <state> and a code comes back
      Given a confidential client
      When the client asks for authorization with a state of <state>
      Then the client gets an authorization code

      Examples:
        | state                   |
        | reserved characters     |
        | percent signs           |
        | markup characters       |
        | a thousand characters   |
        | blanks at its ends      |

    Scenario Outline: The state is <state> and an error comes back
      Given a confidential client
      When the client asks for authorization with an unknown response type and also with a state of <state>
      Then the client gets its state back

      Examples:
        | state                   |
        | reserved characters     |
        | percent signs           |

  @rfc6749-4.1.2-no-state-when-not-sent @should @needs-authorization_code
  Rule: Nobody gets a state who sent none
    A client that did not send one has no way to tell a real one from a forged one.

    Scenario: The client sends no state
      Given a confidential client
      When the client asks for authorization without the state
      Then no state comes back

  @rfc9700-4.1.3-fragment-fix @may @needs-authorization_code
  Rule: A fragment that the server puts behind the redirect URI has nothing of the response in it
    It is there so that no earlier one is carried on to the client; what is in it would be carried on in its place.

    Scenario: The user comes with a fragment, and is signed in
      Given the user has signed in for a confidential client
      When the client sends off its user with a fragment behind the address
      Then what stands in the fragment at the client is nothing of the response
