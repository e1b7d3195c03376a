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
