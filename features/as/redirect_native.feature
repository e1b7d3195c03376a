@as
Feature: Native apps receive their authorization responses, and no other app does

  @rfc8252-7.1-private-scheme @must @needs-authorization_code
  Rule: A native app is answered at a private-use scheme
    Phones without it would need a web server between browser and app.

    Scenario: The app is called by its own scheme
      Given a native client with a private-use redirect URI
      When the client asks for authorization
      Then the client gets an authorization code

  @rfc8252-7.2-claimed-https @must @needs-authorization_code
  Rule: A native app is answered at an https address that it has claimed
    It is the safest of the three, and apps would have to take a weaker one.

    Scenario: The app is called by its claimed address
      Given a native client with a claimed https redirect URI
      When the client asks for authorization
      Then the client gets an authorization code

  @rfc8252-7.3-loopback-any-port @must @needs-authorization_code
  Rule: A native app is answered at any port of the loopback interface
    The port is what the operating system has free: a fixed one may be taken, by an attacker even.

    Scenario: The app listens on another port than the registered one
      Given a native client with a loopback redirect URI
      When the client asks for authorization at its loopback redirect URI with another port
      Then the client gets an authorization code

  @rfc8252-7.3-loopback-ipv6 @must @needs-authorization_code
  Rule: The same holds for the IPv6 loopback interface
    A device may have no other.

    Scenario: The app listens on another port of the IPv6 loopback interface
      Given a native client with an IPv6 loopback redirect URI
      When the client asks for authorization at its loopback redirect URI with another port
      Then the client gets an authorization code

  @rfc8252-6-server-supports-pkce-native @must @needs-authorization_code @needs-pkce
  Rule: A native app is protected by PKCE
    Another app that gets hold of the code could redeem it, as neither has a secret.

    Scenario: The app redeems with its code verifier
      Given an authorization code for a native client
      When the client redeems the code
      Then the token request is granted

    Scenario: Somebody redeems with another code verifier
      Given an authorization code for a native client
      When the client redeems the code with a wrong code verifier
      Then the token request is refused with "invalid_grant"

  @rfc8252-8.1-pkce-required-public-native @should @needs-authorization_code @needs-pkce
  Rule: A native app that does not use PKCE is told to
    Its code would be good for whichever app gets hold of it, and nobody would know.

    Scenario: The app sends no challenge
      Given a native client
      When the client asks for authorization without a code challenge
      Then the client gets the error "invalid_request"

  @rfc8252-8.4-loopback-path-still-exact @must @needs-authorization_code
  Rule: Of a loopback redirect URI nothing but the port may vary
    Another program on the same machine could have the code sent to itself.

    Scenario Outline: The loopback redirect URI comes with <flaw>
      Given a native client with a loopback redirect URI
      When the client asks for authorization at its loopback redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                                         |
        | another path                                 |
        | an added query                               |
        | another loopback host                        |
        | localhost for its host                       |
        | another scheme                               |
        | a user name                                  |
        | its address as the user name at another host |

  @oauth21-1.5-http-only-loopback @must @needs-authorization_code
  Rule: Not even a native app is answered over plain http beyond loopback
    An address on the network is not on the device, and everybody on the way could read the code.

    Scenario: An app has registered an http redirect URI beyond loopback
      Given a native client with a plain http redirect URI
      When the client asks for authorization at its redirect URI
      Then the user is sent nowhere

  @rfc8252-8.4-type-recorded @must @needs-client_credentials
  Rule: That a client is a native app is recorded, and not guessed from its redirect URI
    Taken for a web application with secrets, an app that anyone can take apart is trusted with what it cannot keep.

    Scenario: An app asks for a token in its own name
      Given a native client that is answered at a claimed https address alone
      When the app asks for a token in its own name
      Then the token request is refused with "unauthorized_client" or "invalid_client" or "invalid_request"
