@as
Feature: An ID token says who signed in, to whom, and when

  @oidc-core-3.1.3.3-id-token-returned @must @needs-openid @needs-authorization_code
  Rule: The token response of an OpenID request has an ID token
    The client learns nothing about who signed in.

    Scenario Outline: A user signs in to a <kind> client
      Given a <kind> client
      When the user signs in to the client
      Then the client gets an ID token

      Examples:
        | kind         |
        | confidential |
        | public       |

  @oidc-core-3.1.2.1-openid-scope @must @needs-openid @needs-authorization_code
  Rule: The scope openid asks for an ID token wherever it stands among others
    A client that lists its scopes in another order could sign nobody in.

    Scenario: The scope openid comes last
      Given a confidential client
      When the user signs in to the client that names the scope openid last
      Then the client gets an ID token

  @oidc-core-2-required-claims @must @needs-openid @needs-authorization_code
  Rule: An ID token has its issuer, subject, audience, expiry and time of issue
    A client cannot check what is not there.

    Scenario: The claims are looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token has every required claim, each of its type

  @oidc-core-2-iss @must @needs-openid @needs-authorization_code
  Rule: An ID token names the issuer of its server
    The ID token of one server would pass for that of another.

    Scenario: The issuer is compared to the letter
      Given a confidential client
      When the user signs in to the client
      Then the ID token names the server's issuer

  @oidc-core-2-sub-length @must @needs-openid @needs-authorization_code
  Rule: A subject has at most 255 ASCII characters
    Clients that cut it mistake one user for another.

    Scenario: The subject is looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token has a subject of at most 255 ASCII characters

  @oidc-core-2-aud @must @needs-openid @needs-authorization_code
  Rule: An ID token is for the client that asked
    The ID token for one client would sign its user in to another.

    Scenario: The audience is looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token is for the client

  @oidc-core-2-azp @must @needs-openid @needs-authorization_code
  Rule: The authorized party, if there is one, is the client
    A client that checks it, as it should, would refuse its own ID token.

    Scenario: The authorized party is looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token names no authorized party but the client

  @oidc-core-2-exp-iat-sane @must @needs-openid @needs-authorization_code
  Rule: An ID token is issued now and has not expired
    One that never expires is worth stealing; one that has is refused.

    Scenario: The times are looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token is valid now

  @oidc-core-2-nonce @must @needs-openid @needs-authorization_code
  Rule: A nonce comes back unchanged
    A client could not tell its own sign-in from a replayed one.

    Scenario Outline: The nonce has <what>
      Given a confidential client
      When the user signs in to the client with a nonce of <what>
      Then the ID token has the nonce that was sent

      Examples:
        | what                |
        | 64 characters       |
        | reserved characters |

  @oidc-core-2-no-nonce-when-not-sent @must @needs-openid @needs-authorization_code
  Rule: In the code flow a nonce is a choice of the client
    Clients that rely on PKCE alone could sign nobody in.

    Scenario: No nonce is sent
      Given a confidential client
      When the user tries to sign in to the client without a nonce
      Then the client gets an ID token, and no nonce with it

  @oidc-core-2-auth-time-with-max-age @must @needs-openid @needs-authorization_code
  Rule: A client that limits the age of a sign-in learns when it was
    It could not tell whether its limit was kept.

    Scenario: A maximum age is asked for
      Given a confidential client
      When the user signs in to the client with a maximum age
      Then the ID token says when the user signed in

    Scenario: The user signed in a while ago
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user goes through a sign-in with a maximum age
      Then the ID token tells of the sign-in before, unless there was another

  @oidc-core-2-signed @must @needs-openid @needs-authorization_code
  Rule: An ID token is signed with a published key
    Anybody could write one.

    Scenario: The signature is checked
      Given a confidential client
      When the user signs in to the client
      Then the ID token is signed with a published key

  @oidc-core-2-alg-none-only-on-request @must @needs-openid @needs-authorization_code
  Rule: An ID token is not unsigned unless the client registered for that
    Anybody could write one.

    Scenario: The algorithm is looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token is not unsigned

  @oidc-core-2-no-key-headers @should @needs-openid @needs-authorization_code
  Rule: An ID token does not bring the key to check it with
    A client that used it would believe whoever wrote the token.

    Scenario Outline: The header is looked at for <member>
      Given a confidential client
      When the user signs in to the client
      Then the ID token has no "<member>" in its header

      Examples:
        | member |
        | jwk    |
        | jku    |
        | x5u    |
        | x5c    |

  @oidc-core-2-amr-acr-types @must @needs-openid @needs-authorization_code
  Rule: What is said about the way of signing in has the right types
    Clients that ask for a strong sign-in compare strings.

    Scenario: Class and methods are looked at
      Given a confidential client
      When the user signs in to the client
      Then the ID token has a class and methods of the right types, if any

  @oidc-core-3.1.3.6-at-hash-valid @may @needs-openid @needs-authorization_code
  Rule: The hash of the access token, if there is one, is right
    A client that checks it would refuse a sign-in, one that does not could be given another's token.

    Scenario: The hash is checked
      Given a confidential client
      When the user signs in to the client
      Then the ID token has the right hash of the access token, if any

  @oidc-core-10.1-kid-when-many-keys @must @needs-openid @needs-authorization_code
  Rule: With several keys published, an ID token says which one signed it
    Clients try keys until one fits, or fail when keys are changed.

    Scenario: The header is looked at for the key's name
      Given a confidential client
      When the user signs in to the client
      Then the ID token names its key where several are published

  @oidc-core-5.7-sub-stable @must @needs-openid @needs-authorization_code
  Rule: A user has the same subject at every sign-in, and another user another one
    A client would lose its user, or mistake one for another.

    Scenario: The same user signs in twice
      Given a confidential client
      And the user has signed in to the client before
      When the user signs in to the client
      Then both ID tokens have the same subject

    Scenario: Another user signs in
      Given a confidential client
      And the user has signed in to the client before
      When another user signs in to the client
      Then both ID tokens have different subjects

  @oidc-core-8.1-pairwise @must @needs-openid @needs-authorization_code
  Rule: A pairwise subject is the same within a sector and another in another
    Clients could put together what they know of one user.

    Scenario: Two clients of one sector
      Given a client with pairwise subjects
      And the user has signed in to another client of its sector
      When the user signs in to the client
      Then both ID tokens have the same subject

    Scenario: Two clients of two sectors
      Given a client with pairwise subjects
      And the user has signed in to a client of another sector
      When the user signs in to the client
      Then both ID tokens have different subjects
