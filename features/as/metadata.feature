@as
Feature: A client finds the server, and the right one

  @rfc8414-3-published @must @needs-metadata
  Rule: Metadata is published at a well-known location
    Without it every client is configured by hand, and stays wrong when the server changes.

    Scenario: Metadata is looked for at each well-known location
      When a client reads the metadata
      Then it finds the metadata at a well-known location

  @rfc8414-3.1-path-insertion @must @needs-oauth_metadata @needs-issuer_path
  Rule: The well-known part goes between the host and the path of the issuer
    Tenants that share a host would answer with each other's metadata.

    Scenario: The issuer has a path
      When a client looks where the metadata has to be
      Then it gets a JSON object of the right media type

  @rfc8414-3.1-multi-issuer @must @needs-metadata
  Rule: Issuers that share a host have metadata of their own
    Clients of one tenant would send their users to the sign-in of another.

    Scenario: The metadata of two issuers are read
      Given another issuer on the same host
      When a client reads the metadata of both issuers
      Then each names its own issuer

  @rfc8414-3.2-status-and-type @must @needs-metadata
  Rule: Metadata is a JSON object of media type application/json
    Clients that check the media type, as they should, would not read it.

    Scenario: Each document is what it says it is
      When a client reads the metadata
      Then it gets a JSON object of the right media type

  @rfc8414-3.2-error-status @should @needs-oauth_metadata
  Rule: Where there is no issuer there is no metadata
    A document for everybody who asks is a document for an attacker's issuer too.

    Scenario: An issuer that does not exist is looked up
      When a client reads the metadata of an issuer that does not exist
      Then it gets no document

  @rfc8414-3.2-zero-elements-omitted @must @needs-metadata
  Rule: A member without elements is left out
    An empty list says that nothing is supported, where a default was meant.

    Scenario: No list is empty
      When a client reads the metadata
      Then no member is an empty list

  @rfc8414-3.3-issuer-equals-lookup @must @needs-metadata
  Rule: The metadata names the very issuer that it was looked up by
    A server that names another lets one server speak for another.

    Scenario: The issuer is compared to the letter
      When a client reads the metadata
      Then it finds there the very issuer that it asked for

  @rfc8414-3-same-as-openid-configuration @may @needs-oauth_metadata @needs-openid
  Rule: Two documents of one server agree
    Which one a client happens to read would decide what it believes.

    Scenario: Both documents are compared
      When a client reads the metadata
      Then both documents agree

  @rfc8414-2-issuer @must @needs-metadata @needs-https
  Rule: The issuer is an https URL without query and fragment
    Anybody on the path could answer for a server without TLS.

    Scenario: The issuer is looked at
      When a client reads the metadata
      Then "issuer" is an https URL without query and fragment

  @rfc8414-2-authorization-endpoint @must @needs-metadata @needs-authorization_code
  Rule: The authorization endpoint is named where a grant uses it
    No client could start a login.

    Scenario: The authorization endpoint is looked for
      When a client reads the metadata
      Then "authorization_endpoint" is there

  @rfc8414-2-token-endpoint @must @needs-metadata
  Rule: The token endpoint is named
    No client could get a token.

    Scenario: The token endpoint is looked for
      When a client reads the metadata
      Then "token_endpoint" is there

  @rfc8414-2-response-types @must @needs-metadata
  Rule: The response types are listed
    A client could not tell the code flow from others.

    Scenario: The list is looked for
      When a client reads the metadata
      Then "response_types_supported" is a list of strings that is not empty

  @rfc8414-2-scopes-supported @should @needs-metadata
  Rule: The scopes are listed
    Developers guess them instead.

    Scenario: The list is looked for
      When a client reads the metadata
      Then "scopes_supported" is a list of strings that is not empty

  @rfc8414-2-jwks-uri @must @needs-metadata @needs-https
  Rule: The keys are served over TLS, and say what they are for where there are several uses
    Keys that anybody on the path can exchange verify nothing.

    Scenario: The address of the keys is looked at
      When a client reads the metadata
      Then "jwks_uri" is an https URL, if it is there

    Scenario: The keys are looked at
      When a client reads the server's keys
      Then it finds a key set that says what its keys are for

  @rfc7517-9.2-keys-not-disclosed @must @needs-metadata
  Rule: A published key set discloses no key that signs
    Whoever reads it there can write tokens in the server's name.

    Scenario: The keys are looked at
      When a client reads the server's keys
      Then it finds public keys alone

  @rfc8414-2-endpoints-https @must @needs-metadata @needs-https
  Rule: Every endpoint is reached over TLS
    Codes, secrets and tokens would cross the network in the open.

    Scenario Outline: The <endpoint> is looked at
      When a client reads the metadata
      Then "<endpoint>" is an https URL, if it is there

      Examples:
        | endpoint               |
        | authorization_endpoint |
        | token_endpoint         |
        | introspection_endpoint |
        | revocation_endpoint    |
        | userinfo_endpoint      |

  @rfc6749-3.1-authz-no-fragment @must @needs-metadata
  Rule: The authorization endpoint has no fragment
    What follows it never reaches the server.

    Scenario: The authorization endpoint is looked at
      When a client reads the metadata
      Then "authorization_endpoint" is a URL without a fragment, if it is there

  @rfc6749-3.2-token-no-fragment @must @needs-metadata
  Rule: The token endpoint has no fragment
    What follows it never reaches the server.

    Scenario: The token endpoint is looked at
      When a client reads the metadata
      Then "token_endpoint" is a URL without a fragment, if it is there

  @rfc8414-2-jwt-auth-algs-required @must @needs-oauth_metadata
  Rule: A server that takes client assertions says which algorithms sign them
    Clients would have to guess, and the default of many libraries is refused by many servers.

    Scenario: The list of algorithms is looked for
      When a client reads the metadata
      Then "token_endpoint_auth_signing_alg_values_supported" is there if a method of "token_endpoint_auth_methods_supported" signs

  @rfc8414-2-revocation-introspection-methods @must @needs-metadata
  Rule: The same holds for revocation and introspection
    A client that can get tokens could not revoke them.

    Scenario Outline: The list of algorithms of <endpoint> is looked for
      When a client reads the metadata
      Then "<endpoint>_endpoint_auth_signing_alg_values_supported" is there if a method of "<endpoint>_endpoint_auth_methods_supported" signs

      Examples:
        | endpoint      |
        | revocation    |
        | introspection |

  @rfc8414-2-jwt-auth-algs-no-none @must @needs-metadata
  Rule: A client assertion is never unsigned
    Anybody could be any client.

    Scenario Outline: The algorithms of <endpoint> are looked at
      When a client reads the metadata
      Then "<endpoint>_endpoint_auth_signing_alg_values_supported" does not hold "none", if it is there

      Examples:
        | endpoint      |
        | token         |
        | revocation    |
        | introspection |

  @rfc8414-2-grant-types-default @may @needs-metadata
  Rule: A grant that is listed is served
    A client that relies on the list asks for what it can never get.

    Scenario: Each grant of the list is tried
      Given a client that may ask for tokens
      When a client reads the metadata
      Then no grant that they list is refused as unknown

  @rfc8414-2-auth-methods-truthful @may @needs-metadata
  Rule: A way to authenticate that is listed works
    A client that chose it from the list is locked out.

    Scenario: Each method of the list for which there is a client is tried
      When a client reads the metadata
      Then clients get in by each method that they list

  @rfc8414-2-code-challenge-methods @may @needs-metadata @needs-authorization_code
  Rule: A challenge method that is listed works
    A client that chose it from the list gets no code, or one that buys nothing.

    Scenario Outline: A public client asks with <method>, where the list has it
      Given a public client
      And the metadata list the challenge method <method>
      When the client gets an authorization code with <method> and redeems it, as far as it is let
      Then the token request is granted, as the list says

      Examples:
        | method |
        | S256   |
        | plain  |

  @rfc8414-2-member-types @should @needs-metadata
  Rule: Every known member has its JSON type
    Clients with types fail to read the whole document.

    Scenario: The types are looked at
      When a client reads the metadata
      Then every member that is known has its right type

  @rfc8414-2.1-signed-metadata-iss @must @needs-metadata
  Rule: Signed metadata is signed, and says by whom
    It would be trusted above the plain members and prove nothing.

    Scenario: The signed metadata is looked at
      When a client reads the metadata
      Then "signed_metadata" is a signed JWT with an issuer, if it is there

  @rfc9207-3-metadata-flag @must @needs-iss_parameter
  Rule: A server that sends its issuer in authorization responses says so
    Clients that do not know of it cannot insist on it, and a mix-up goes unseen.

    Scenario: The flag is looked for after a response that named the issuer
      Given an authorization code for a confidential client
      And its response named the issuer
      When a client reads the metadata
      Then "authorization_response_iss_parameter_supported" is true
