@client
Feature: Whoever comes back to the application is who left it

  Background:
    Given an application that signs its users in

  @rfc6749-10.12-client-csrf @must
  Rule: An authorization response signs nobody in where the sign-in did not begin
    A link that an attacker prepared signs its victim in to the attacker's account, where the victim then leaves card numbers and documents.

    Scenario: An attacker's answer is brought back in the user's browser
      Given a user who is on the way back to the application
      And an attacker who is on the way back to the application
      When the user comes back to the application with the attacker's answer
      Then nobody is signed in

    Scenario Outline: The answer comes back <flaw>
      Given a user who is on the way back to the application
      When the user comes back to the application <flaw>
      Then nobody is signed in

      Examples:
        | flaw                     |
        | without its state        |
        | with a state of nobody's |

  @rfc6749-4.1.2-client-ignores-unknown-response-params @must
  Rule: A parameter that the application does not know changes nothing
    The day a server adds a parameter to its answers, nobody can sign in any more.

    Scenario: The answer has a parameter that nobody knows
      Given a user who is on the way back to the application
      When the user comes back to the application with a parameter beside those it knows
      Then the user is signed in
