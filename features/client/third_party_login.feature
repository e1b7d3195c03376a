@client @needs-third_party_login
Feature: A sign-in that somebody else suggests

  @oidc-core-4-third-party-login @must
  Rule: Whoever names the issuer has a sign-in begin there
    A portal cannot send its users to the application.

    Scenario Outline: A sign-in is suggested by <method>
      When somebody else suggests a sign-in by <method>
      Then a sign-in begins at our issuer

      Examples:
        | method |
        | GET    |
        | POST   |

  @oidc-core-4-third-party-login-hint @must
  Rule: A hint at who wants to sign in is passed on
    The user has to type again what the portal knows.

    Scenario: A sign-in is suggested with a hint
      When somebody else suggests a sign-in with a hint
      Then the hint is passed on

  @oidc-core-4-third-party-open-redirect @must
  Rule: Nobody ends on a stranger's page because a stranger suggested it
    A link to the application leads to an attacker's copy of it.

    Scenario: A sign-in is suggested that is to end elsewhere
      When somebody signs in as somebody else suggested, to end on a stranger's page
      Then the user does not end on a stranger's page
