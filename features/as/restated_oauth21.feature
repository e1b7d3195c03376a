@as
Feature: What OAuth 2.1 keeps of the documents that it joins

  @oauth21-2.3.1-redirect-exact @must @same-as-rfc6749-3.1.2.3-redirect-simple-string-match
  Rule: Redirect URIs are compared as strings
    Every tolerance is a place where somebody else may listen.

  @oauth21-2.3.2-redirect-required-when-many @must @same-as-rfc6749-3.1.2.3-redirect-required-when-many
  Rule: A client with several redirect URIs says which
    The code would go to whichever the server prefers.

  @oauth21-2.3.5-invalid-endpoint @must @same-as-rfc6749-3.1.2.4-invalid-redirect-no-redirect
  Rule: No redirect leads to a redirect URI that is wrong
    The server would hand codes to whoever asks.

  @oauth21-2.4.1-secret-post-supported @must @needs-metadata
  Rule: A server that issues secrets takes them in the body
    It is the one way that every client with a secret may count on.

    Scenario: The methods are looked at
      When a client reads the metadata
      Then "token_endpoint_auth_methods_supported" holds "client_secret_post" beside "client_secret_basic"

  @oauth21-2.4.1-secret-not-in-uri @should @same-as-rfc6749-2.3.1-secret-not-in-uri
  Rule: A secret in the address is not taken
    Addresses end up in logs.

  @oauth21-2.4.1-brute-force @must @same-as-rfc6749-2.3.1-secret-brute-force
  Rule: Whoever guesses at secrets is slowed down
    A weak one falls within hours.

  @oauth21-3.1-no-cors-authorization @must @same-as-rfc9700-2.6-no-cors-at-authorization
  Rule: No page of another origin reads the authorization endpoint
    It could ask in its visitor's name.

  @oauth21-3.2.3-no-store @must @same-as-rfc6749-5.1-cache-control-no-store
  Rule: Token responses are not stored
    Whoever shares a cache would share the token.

  @oauth21-3.2.4-invalid-client-401 @must @same-as-rfc6749-5.2-error-invalid-client-401
  Rule: Basic authentication that fails is answered with 401 and a challenge
    Libraries tell a wrong secret from a wrong request by it.

  @oauth21-4.1.1-s256-required-server @must @same-as-rfc7636-4.2-server-s256
  Rule: The challenge method S256 is supported
    It is the one that every client may count on.

  @oauth21-4.1.2.1-pkce-missing-public @must @same-as-rfc7636-4.4.1-challenge-required-error
  Rule: A public client without a challenge is told so
    Its developer would see a page that says nothing.

  @oauth21-4.1.3-code-once @must @same-as-rfc6749-4.1.2-code-single-use
  Rule: A code buys one access token
    A code that leaked could buy another.

  @oauth21-4.2-cc-confidential-only @must @same-as-rfc6749-4.4-cc-confidential-only
  Rule: No public client gets a token of its own
    Anybody may say that it is one.

  @oauth21-4.3.1-refresh-replay-detection @must @same-as-rfc9700-4.14.2-rotation-reuse-detected
  Rule: A refresh token that comes again ends what came of it
    One of the two who used it is a thief.

  @oauth21-4.3.1-refresh-public-client-id @must @same-as-rfc6749-6-refresh-bound-to-client
  Rule: A refresh token is worth nothing under another client's name
    A malicious app could act for the users of another.

  @oauth21-8.4.2-loopback-port @must @same-as-rfc8252-7.3-loopback-any-port
  Rule: A native app listens at any port of the loopback interface
    The one it registered may be taken.
