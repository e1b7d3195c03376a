@as
Feature: Whoever wants to sign out is signed out, and sent nowhere else

  @oidc-rpinit-2-full-request @must @needs-logout @needs-openid @needs-authorization_code
  Rule: A user whom a client has sign out is signed out, and comes back to it
    On a shared computer the next one would go on in the account of the one before.

    Scenario: The client shows whom it means
      Given a confidential client with an address for after signing out
      And the user has a session from a sign-in to the client
      When the client has its user sign out
      Then the browser is back at the client, with the state that was sent
      And the user is signed out

  @oidc-rpinit-2-get-and-post @must @needs-logout @needs-openid @needs-authorization_code
  Rule: A client may post the request to sign out
    An ID token in an address is kept by whoever keeps addresses.

    Scenario: The request is a form
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client has its user sign out by a posted form
      Then the user is signed out

  @oidc-rpinit-2-no-params @must @needs-logout @needs-openid @needs-authorization_code
  Rule: A user who says so is signed out, whoever asks
    They would believe to have signed out, and go.

    Scenario: The user goes there alone
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user goes to sign out unasked
      Then the user is signed out

  @oidc-rpinit-2-confirm-without-hint @must @needs-logout @needs-openid @needs-authorization_code
  Rule: Nobody is signed out unasked by who does not show whom they mean
    Any page could throw its visitors out of all that they are signed in to.

    Scenario: Another site links there
      Given a confidential client
      And the user has a session from a sign-in to the client
      When another site has the user's browser go and sign out
      Then the user is still signed in

    Scenario: Another site shows the ID token of somebody else
      Given a confidential client
      And the user has a session from a sign-in to the client
      And somebody else has signed in to the client
      When another site has the user's browser go and sign out by somebody else's ID token
      Then the user is still signed in

  @oidc-rpinit-2-client-id-mismatch @must @needs-logout @needs-openid @needs-authorization_code
  Rule: Who has its user sign out is the client whose ID token it shows
    An ID token that was seen somewhere would open a way to every client's address.

    Scenario Outline: The client has its user sign out <how>
      Given a confidential client with an address for after signing out
      And the user has a session from a sign-in to the client
      When the client has its user sign out <how>
      Then the browser is not sent where it was to go

      Examples:
        | how                                           |
        | in another client's name                      |
        | in another client's name and to its address   |

  @oidc-rpinit-2-logout-hint-ui-locales @should @needs-logout @needs-openid @needs-authorization_code
  Rule: A language that the server does not speak keeps nobody from signing out
    Users of that language would stay signed in.

    Scenario: The client asks for an unusual one
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client has its user sign out in an unusual language
      Then the user is signed out

  @oidc-rpinit-3-unregistered-uri @must @needs-logout @needs-openid @needs-authorization_code
  Rule: After signing out the browser goes only where that client registered
    A link with the server's name on it would lead to an attacker's page that asks to sign in again.

    Scenario Outline: The client has its user sign out <how>
      Given a confidential client with an address for after signing out
      And the user has a session from a sign-in to the client
      When the client has its user sign out <how>
      Then the browser is not sent where it was to go

      Examples:
        | how                         |
        | to an attacker's address    |
        | to another client's address |

  @oidc-rpinit-3-uri-exact @must @needs-logout @needs-openid @needs-authorization_code
  Rule: The address for after signing out is the registered one to the letter
    What is alike to one reader is another place to the next.

    Scenario Outline: The address has <flaw>
      Given a confidential client with an address for after signing out
      And the user has a session from a sign-in to the client
      When the client has its user sign out to its address with <flaw>
      Then the browser is not sent where it was to go

      Examples:
        | flaw                               |
        | an added query                     |
        | another path segment               |
        | a letter more at its end           |
        | a step up to another path          |
        | the path in capitals               |
        | another host behind its own        |
        | its host as the user name at another |
        | its URI in the query of another    |

  @oidc-rpinit-4-bad-hint @must @needs-logout @needs-openid @needs-authorization_code
  Rule: An ID token that is not the server's own shows nothing
    Anybody can write one.

    Scenario Outline: The client has its user sign out <how>
      Given a confidential client with an address for after signing out
      And the user has a session from a sign-in to the client
      When the client has its user sign out <how>
      Then the browser is not sent where it was to go

      Examples:
        | how                                   |
        | by an ID token that nobody signed     |
        | by an ID token with another signature |
