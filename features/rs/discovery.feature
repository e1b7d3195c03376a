@rs @needs-jwt_tokens @needs-restart
Feature: How an API finds its issuer's keys

  @rfc8414-3.3-rs-issuer-mismatch @must
  Rule: Metadata that name another issuer are not used
    Whoever can put a document there makes tokens that open the API.

    Scenario Outline: The metadata name <issuer>
      When the API meets an issuer whose metadata name <issuer>
      Then no token opens it there

      Examples:
        | issuer                           |
        | another issuer                   |
        | its issuer with a slash after it |
