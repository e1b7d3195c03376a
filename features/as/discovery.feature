@as
Feature: An OpenID client configures itself

  @oidc-discovery-4-well-known-appended @must @needs-openid
  Rule: The OpenID configuration stands below the issuer
    Clients look for it there and nowhere else.

    Scenario: The OpenID configuration is looked for
      When a client looks where the OpenID configuration has to be
      Then it gets a JSON object of the right media type

  @oidc-discovery-3-required-members @must @needs-openid
  Rule: The OpenID configuration has every member that a client needs
    A client that misses one cannot sign anybody in, or does so without checking.

    Scenario Outline: The member <member> is looked for
      When a client reads the OpenID configuration
      Then "<member>" is there

      Examples:
        | member                                |
        | issuer                                |
        | authorization_endpoint                |
        | token_endpoint                        |
        | jwks_uri                              |
        | response_types_supported              |
        | subject_types_supported               |
        | id_token_signing_alg_values_supported |

  @oidc-discovery-3-rs256-listed @must @needs-openid
  Rule: RS256 is among the algorithms for ID tokens
    It is the one algorithm that every client knows.

    Scenario: The algorithms are looked at
      When a client reads the OpenID configuration
      Then "id_token_signing_alg_values_supported" holds "RS256"

  @oidc-discovery-3-userinfo-endpoint @should @needs-openid
  Rule: The UserInfo endpoint is named
    Clients that want more than the ID token would not find it.

    Scenario: The UserInfo endpoint is looked for
      When a client reads the OpenID configuration
      Then "userinfo_endpoint" is there

  @oidc-discovery-3-scopes-openid @should @needs-openid
  Rule: The scope openid is listed among the scopes
    A client that looks at the list would not ask for it, and get no ID token.

    Scenario: The scopes are looked at
      When a client reads the OpenID configuration
      Then "scopes_supported" holds "openid", if it is there

  @oidc-discovery-3-claims-supported @should @needs-openid
  Rule: The claims are listed
    Developers guess them instead.

    Scenario: The claims are looked for
      When a client reads the OpenID configuration
      Then "claims_supported" is a list of strings that is not empty

  @oidc-discovery-3-registration-endpoint @should @needs-openid @needs-registration
  Rule: Where clients register themselves, the configuration says where
    A client that meets the server for the first time would not find it.

    Scenario: The address is looked for
      When a client reads the OpenID configuration
      Then "registration_endpoint" is there

  @oidc-discovery-3-request-flags-defaults @may @needs-openid @needs-authorization_code
  Rule: A server that does not take request objects does not say that it does
    A client that signs its requests, as it was told that it may, could sign nobody in.

    Scenario Outline: The client asks for authorization <how>
      Given a confidential client
      When the client asks for authorization <how>
      And a client reads the OpenID configuration
      Then the server refused to read it only if "<flag>" says so

      Examples:
        | how                                   | flag                            |
        | by a request object                   | request_parameter_supported     |
        | by the address of a request object    | request_uri_parameter_supported |

  @oidc-discovery-2-webfinger-answer @may @needs-openid
  Rule: Whoever looks for the provider of a user is shown the right one
    Users who type their name would be sent to somebody else's sign-in.

    Scenario: A client looks for the provider of a user by WebFinger
      When a client looks for the provider of a user
      Then it is shown an issuer, if it is shown one

  @oidc-discovery-3-jwks-no-private @must @needs-openid
  Rule: The published keys are public keys
    Whoever reads a private key there can sign as the server.

    Scenario: The keys are looked at
      When a client reads the server's keys
      Then it finds public keys alone

  @oidc-discovery-3-locales-syntax @may @needs-openid
  Rule: Languages are written as BCP 47 wants them
    No client could match them with what its user reads.

    Scenario Outline: The languages in <member> are looked at
      When a client reads the OpenID configuration
      Then "<member>" is a list of language tags, if it is there

      Examples:
        | member                   |
        | ui_locales_supported     |
        | claims_locales_supported |
