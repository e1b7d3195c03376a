@client
Feature: Whoever comes back to the application is who left it

  @rfc6749-10.12-client-csrf @must
  Rule: An authorization response signs nobody in where the sign-in did not begin
    A link that an attacker prepared signs its victim in to the attacker's account, where the victim then leaves card numbers and documents.

    Background:
      Given an application that signs its users in

    Scenario: An attacker's answer is brought back in the user's browser
      Given a user who is on the way back to the application
      And an attacker who is on the way back to the application
      When the user comes back to the application with the attacker's answer
      Then nobody is signed in

    @needs-openid
    Scenario: An attacker's tokens are brought in the user's browser, in place of a code
      Given a user who is on the way back to the application
      And an attacker who has come back to the application
      When the user comes back to the application with the attacker's tokens in place of a code
      Then nobody is signed in

    Scenario: Two users are on the way at the same time, and come back in another order
      Given a user who is on the way back to the application
      And an attacker who is on the way back to the application
      When the user and the attacker come back to the application
      Then each of them is signed in in their own browser

    Scenario Outline: An attacker's answer is brought back in the user's browser, <flaw>
      Given an application that sends a state
      And a user who is on the way back to the application
      And an attacker who is on the way back to the application
      When the user comes back to the application with the attacker's answer, <flaw>
      Then nobody is signed in

      Examples:
        | flaw                     |
        | without its state        |
        | with an empty state      |
        | with a state of nobody's |

  @rfc6749-10.12-client-state-matched @should
  Rule: An answer is matched with its sign-in by the state that was sent
    A state that nobody looks at is none: where the server does not look at the challenge either, anybody's answer is taken.

    Scenario Outline: The answer comes back <flaw>
      Given an application that signs its users in
      And an application that sends a state
      And a user who is on the way back to the application
      When the user comes back to the application <flaw>
      Then nobody is signed in

      Examples:
        | flaw                     |
        | without its state        |
        | with a state of nobody's |

  @rfc6749-4.1.2-client-believes-no-response-params @must
  Rule: What stands beside the code is not believed about the user
    What comes through the browser anybody can write: a name or an address there is what the visitor likes it to be.

    Scenario: The answer names another user beside the code
      Given an application that signs its users in
      And a user who is on the way back to the application
      When the user comes back to the application with another user's name beside the code
      Then nobody is shown whom the answer names

  @rfc9700-4.7.1-client-checks-pkce-support @must @needs-restart
  Rule: PKCE alone ties an answer to nobody where the server does not look at it
    An application that leaves the state out because it sends a challenge is open to answers of others at a server that ignores challenges.

    Scenario: An attacker's answer of a server without PKCE is brought back in the user's browser
      Given a user who is on the way back from an authorization server that knows no PKCE
      And an attacker who is on the way back to the application
      When the user comes back to the application with the attacker's answer
      Then nobody is signed in

  @rfc9700-4.7.1-state-tampering @must
  Rule: What an application keeps in its state is what it put there
    A state that says where to go next sends the user of a prepared link to an attacker's page, out of a sign-in that looks right.

    Scenario: The answer comes back with a state that names a stranger's page
      Given an application that signs its users in
      And a user who is on the way back to the application
      When the user comes back to the application with a stranger's page in its state
      Then the user does not end on a stranger's page

  @rfc9700-4.17.2-client-postmessage-origin @must
  Rule: A message from another window is taken from the authorization server's origin alone
    No specification in force says how an authorization response travels as a message between windows: which messages an application
    listens to, and in what form, is its own affair, so that one made up by the suite would be ignored by safe and unsafe applications alike.

  @rfc6749-4.1.2-client-ignores-unknown-response-params @must
  Rule: A parameter that the application does not know changes nothing
    The day a server adds a parameter to its answers, nobody can sign in any more.

    Scenario: The answer has a parameter that nobody knows
      Given an application that signs its users in
      And a user who is on the way back to the application
      When the user comes back to the application with a parameter beside those it knows
      Then the user is signed in
