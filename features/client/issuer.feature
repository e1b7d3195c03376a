@client @needs-iss_parameter
Feature: An answer is from the server that was asked

  Background:
    Given an application that signs its users in

  @rfc9207-2.4-client-wrong-iss @must
  Rule: An answer from another server is not acted upon
    A server that an attacker runs answers in place of the honest one, and receives the honest one's code.

    Scenario: The answer names another server
      Given a user who is on the way back to the application
      When the user comes back to the application with the issuer of another server
      Then no code was redeemed

  @rfc9207-2.4-client-exact-compare @must
  Rule: Issuers are compared letter by letter
    Two names that are almost the same are two servers, one of which may be an attacker's.

    Scenario Outline: The answer names the issuer <flaw>
      Given a user who is on the way back to the application
      When the user comes back to the application with its issuer <flaw>
      Then no code was redeemed

      Examples:
        | flaw                 |
        | and a slash after it |
        | in capital letters   |

  @rfc9207-2.4-client-missing-iss @must
  Rule: An answer that does not say where it is from is not acted upon where the server always does
    Leaving the name out would be all that an attacker has to do.

    Scenario: The answer names no server
      Given a user who is on the way back to the application
      When the user comes back to the application without its issuer
      Then no code was redeemed

  @rfc9207-2.4-client-iss-on-error @must
  Rule: A refusal from another server is not one of the server that was asked
    The attacker's server ends sign-ins at the honest one, and the user tries another way.

    Scenario: A refusal names another server
      Given a user who is on the way back to the application
      When the user comes back to the application with a code beside a refusal of another server
      Then no code was redeemed
      And the user's browser shows nobody
