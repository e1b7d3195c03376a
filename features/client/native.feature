@client
Feature: An application on a device of its user's

  @rfc8252-6-native-public-pkce @must
  Rule: A native application protects its codes by PKCE
    Other applications on the device can take its place at the redirect URI, and redeem what comes there.

    Scenario: Somebody signs in to an application on their device
      Given a native application that has no secret
      When somebody signs in
      Then the code is protected by PKCE

  @rfc8252-8.3-localhost-not-recommended @should
  Rule: A native application names the loopback interface by its address
    The name localhost may lead to another interface, where others listen, and firewalls treat it otherwise.

    Scenario: Somebody signs in to an application on their device
      Given a native application
      When somebody signs in
      Then the redirect URI does not rely on the name localhost

  @rfc8252-8.10-client-per-as-redirect @must @needs-second_issuer
  Rule: A native application has a redirect URI for each of its servers
    An attacker's server answers in place of an honest one, and is handed the honest one's codes.

    Scenario: Somebody signs in at each of two servers
      Given a native application
      And a user who is on the way back from the second server
      When somebody signs in
      Then each of the two servers had a redirect URI of its own

    Scenario: The answer comes back to the place of another server
      Given a native application
      And a user who is on the way back from the second server
      And a user who is on the way back to the application
      When the user comes back to the application at the redirect URI of the second server
      Then no code was redeemed

  @rfc8252-8.12-no-embedded-user-agent @must
  Rule: A native application leaves the sign-in to a browser that is not its own
    The suite drives the browser itself, from the address at which the application begins a sign-in: which program the application would
    have opened, and what it could see of the pages, shows in no request, as an embedded browser calls itself whatever it likes.
