@as
Feature: Nobody finds a code or a token by guessing

  @rfc6749-10.10-entropy-128 @must @needs-authorization_code
  Rule: Codes and tokens hold at least 128 random bits
    Whoever guesses one has a user's account.

    Scenario Outline: The client obtains many <things>
      Given a confidential client
      When the client obtains many <things>
      Then they differ in at least 128 bits

      Examples:
        | things              |
        | authorization codes |
        | access tokens       |
        | refresh tokens      |

  @rfc6749-10.10-entropy-160 @should @needs-authorization_code
  Rule: Codes and tokens hold at least 160 random bits
    What is enough today leaves no room for tomorrow.

    Scenario Outline: The client obtains many <things>
      Given a confidential client
      When the client obtains many <things>
      Then they differ in at least 160 bits

      Examples:
        | things              |
        | authorization codes |
        | access tokens       |
        | refresh tokens      |
