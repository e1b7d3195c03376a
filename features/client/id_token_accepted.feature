@client @needs-openid
Feature: A good ID token is accepted

  @oidc-core-3.1.3.7-client-rs256 @must @needs-rs256
  Rule: An ID token signed with RS256 is accepted
    RS256 is what every server has to offer; an application without it works with few.

    Scenario: Somebody signs in with an ID token of RS256
      When somebody signs in
      Then the user is signed in
