@as
Feature: What OpenID Connect asks of OAuth

  @oidc-core-3.1.2.1-get-and-post @must @needs-openid @needs-authorization_code
  Rule: An authentication request comes by form post as well
    A client whose request is too long for an address could sign nobody in.

    Scenario: The parameters come in a form
      Given a confidential client
      When the client asks for authorization by form post
      Then the client gets an authorization code

  @oidc-core-3.1.2.1-redirect-uri-exact @must @same-as-rfc6749-3.1.2.3-redirect-simple-string-match
  Rule: A redirect URI is one of the registered ones, to the letter
    Every tolerance is a place where somebody else may listen.

  @oidc-core-3.1.2.1-unknown-params-ignored @should @same-as-rfc6749-3.1-authz-unknown-param
  Rule: A parameter that the server does not know is passed over
    No extension could be tried against it.

  @oidc-core-3.1.3.1-token-client-auth @must @same-as-rfc6749-3.2.1-confidential-must-authenticate
  Rule: A confidential client authenticates as it registered
    A stolen code would be as good to the thief as to the client.

  @oidc-core-3.1.3.2-redirect-uri-checked @must @same-as-rfc6749-4.1.3-redirect-uri-binding
  Rule: The redirect URI of both requests is the same
    A code that was stolen through one would be good at another.

  @oidc-core-3.1.3.2-code-reuse @must @same-as-rfc6749-4.1.2-code-single-use
  Rule: A code has not been used before
    A code that leaked could sign in somebody else.

  @oidc-core-3.1.3.2-code-single-client @must @same-as-rfc6749-4.1.3-code-bound-to-client
  Rule: A code is good for the client that it was issued to
    A malicious client could sign in as the users of another.

  @oidc-core-3.1.3.3-cache-headers @must @same-as-rfc6749-5.1-cache-control-no-store
  Rule: Token responses with an ID token are not stored
    Whoever shares a cache would share the user's identity.

  @oidc-core-9-jwt-auth-jti-once @must @needs-openid @needs-private_key_jwt
  Rule: A client assertion is used once
    Whoever reads one in passing could be the client until it expires.

    Scenario: The client sends the same assertion twice
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with the same assertion again
      Then the token request is refused with "invalid_client" or "invalid_grant" or "invalid_request"

  @oidc-discovery-3-issuer-form @must @same-as-rfc8414-2-issuer
  Rule: The issuer of an OpenID provider is an https URL without query and fragment
    Anybody on the path could answer for it.

  @oidc-discovery-3-jwks-readable @must @same-as-oidc-core-2-signed
  Rule: The published keys are those that ID tokens are signed with
    No client could check one.

  @oidc-discovery-4.2-status-and-type @must @same-as-rfc8414-3.2-status-and-type
  Rule: The OpenID configuration is a JSON object and declared as one
    Clients that look at the media type would not read it.

  @oidc-discovery-4.2-zero-elements-omitted @must @same-as-rfc8414-3.2-zero-elements-omitted
  Rule: The OpenID configuration leaves out what has no elements
    An empty list says that nothing is supported, where a default was meant.

  @oidc-discovery-4.3-issuer-matches @must @same-as-rfc8414-3.3-issuer-equals-lookup
  Rule: The OpenID configuration names the issuer that was asked for
    One provider could speak for another.
