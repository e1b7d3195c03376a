@as
Feature: What is agreed when a client registers holds when it authenticates

  @oidc-core-9-client-secret-basic-default @must @needs-registration @needs-authorization_code @intrusive
  Rule: A client that registers no method authenticates by Basic
    Client and server would each wait for another method than the other uses.

    Scenario: A client registers without a method and uses Basic
      Given a client that registered without an authentication method
      And it is about to use its authorization code
      When the client asks for a token
      Then the token request is granted

  @oidc-core-16.19-hs-secret-length @must @needs-registration @needs-client_secret_jwt @intrusive
  Rule: A secret that keys HS256 has at least 32 octets
    A shorter key is found by trying, from a single assertion that was seen.

    Scenario: A client registers for assertions keyed with its secret
      When a client registers for assertions keyed with its secret
      Then the secret it was issued has at least 32 octets

  @oidc-core-10.1.1-server-follows-client-rotation @should @needs-registration @needs-private_key_jwt @needs-authorization_code @intrusive
  Rule: A key that a client publishes later is fetched when it is first used
    A client could never change its keys without locking itself out.

    Scenario: The client signs with a new key that it has published
      Given a client that registered the address of its keys
      And the client has authenticated with its key
      When the client publishes a new key and asks for a token signed with it
      Then the token request is granted

  @rfc9700-2.6-sub-client-id-collision @should @needs-registration @intrusive
  Rule: A client does not choose its own identifier
    A client named like a user passes for that user wherever only the subject is looked at.

    Scenario: A client registers and asks for an identifier of its choice
      When a client registers and asks for an identifier of its choice
      Then it does not get that identifier

  @rfc9700-4.15.1-sub-cannot-mimic-user @must @needs-registration @needs-client_credentials @needs-authorization_code @needs-introspection @intrusive
  Rule: A token of a client's own is told from a user's even where the client chose its identifier
    The client would be let in to what belongs to the user whose identifier it took.

    Scenario: A client registers with the identifier of a user
      Given an access token of a user, and what its introspection says
      When a client registers with that user's subject as its identifier
      Then a token of the client's own does not look like the user's
