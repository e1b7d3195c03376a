@as
Feature: The UserInfo endpoint says who the user is, to whoever the user let know

  @oidc-core-5.3.1-userinfo-get @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The UserInfo endpoint takes an access token by GET
    A client could not learn who signed in.

    Scenario: A public client asks by GET
      Given a public client
      And the user is signed in to the client
      When the client asks who the user is
      Then the UserInfo endpoint says who the user is

  @oidc-core-5.3.1-userinfo-post @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The UserInfo endpoint takes an access token by POST
    A client that asks by POST could not learn who signed in.

    Scenario: A client asks by POST
      Given a confidential client
      And the user is signed in to the client
      When the client asks who the user is by POST
      Then the UserInfo endpoint says who the user is

  @oidc-core-5.3-userinfo-tls @must @needs-openid @needs-userinfo @needs-https
  Rule: The UserInfo endpoint is served over TLS alone
    Who listens learns the token and what it opens.

    Scenario: It is asked over plain http
      Given the UserInfo endpoint is served over TLS
      When somebody asks who the user is over plain http
      Then nothing is served without TLS

  @oidc-core-5.3.2-userinfo-sub @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A UserInfo response names the subject of the ID token
    A client cannot tell whose claims these are, and has to throw them away.

    Scenario: The subject is compared with the ID token's
      Given a confidential client
      And the user is signed in to the client
      When the client asks who the user is
      Then the UserInfo response has the subject of the ID token

  @oidc-core-5.3.2-userinfo-json @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A UserInfo response that is not signed says that it is JSON
    A client that reads what it is told to read would refuse the response, or read it as a page.

    Scenario: The type of the response is looked at
      Given a confidential client
      And the user is signed in to the client
      When the client asks who the user is
      Then the UserInfo response is declared as the JSON it is

  @oidc-core-5.3.2-userinfo-no-null @should @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A claim that the server does not have is left out of a UserInfo response
    A client would take nothing for a value.

    Scenario: Every scope is asked for
      Given a confidential client
      And the user is signed in to the client
      When the client asks who the user is
      Then the UserInfo response has no claim that is null or empty

  @oidc-core-5.3.2-userinfo-signed @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A signed UserInfo response verifies, and names its issuer and its client
    A response for one client, or of another server, would pass for one of this server for that client.

    Scenario: A client that is registered for signed responses asks
      Given a client with signed UserInfo responses
      And the user is signed in to the client
      When the client asks who the user is
      Then the UserInfo response is a JWT that is signed with a published key
      And it names the server as its issuer and the client in its audience

  @oidc-core-5.3-userinfo-bearer @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The UserInfo endpoint tells nobody anything who shows no access token, and says what it wants
    ID tokens and refresh tokens are kept in other places, and by others.

    Scenario Outline: A client asks with <what> for an access token
      Given a confidential client
      And the user is signed in to the client
      And the client has learnt who the user is
      When the client asks who the user is with <what>
      Then the UserInfo endpoint refuses the access token

      Examples:
        | what                     |
        | nothing                  |
        | a token of its invention |
        | its ID token             |

    @needs-refresh_token
    Scenario: A client asks with its refresh token
      Given a confidential client with a refresh token
      When the client asks who the user is with its refresh token
      Then the UserInfo endpoint refuses the access token

  @oidc-core-5.3.3-userinfo-expired-token @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: The UserInfo endpoint refuses an access token that has expired
    A token that leaked long ago still tells who the user is.

    Scenario: The lifetime of a token that worked passes
      Given a confidential client
      And the user is signed in to the client
      And the client has learnt who the user is
      When the lifetime of the access token has passed
      And the client asks who the user is
      Then the UserInfo endpoint refuses the access token

  @oidc-core-5.3.3-userinfo-scope @should @needs-openid @needs-userinfo @needs-client_credentials
  Rule: The UserInfo endpoint refuses an access token that no user stands behind
    A client could be told that it is a user.

    Scenario: A client asks with a token of its own
      Given a machine client
      And the client gets a token of its own
      When the client asks who the user is
      Then the UserInfo endpoint refuses the access token

  @oidc-core-5.1-standard-claim-types @must @needs-openid @needs-userinfo @needs-authorization_code
  Rule: Standard claims have the types that they are defined with
    A client that reads "false" as a text takes an address for verified that is not.

    Scenario: Every scope is asked for
      Given a confidential client
      And the user is signed in to the client
      When the client asks who the user is
      Then each standard claim of the UserInfo response has its type
