@as
Feature: An access token that says how it is to be read is to be read so

  @rfc9068-2-signed @must @needs-authorization_code
  Rule: An access token of the JWT profile is signed
    Whoever has one could write another user or more scope into it.

    Scenario: The signature is checked
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      Then the access token is signed with a published key

  @rfc9068-2.2-required-claims @must @needs-authorization_code
  Rule: An access token of the JWT profile says from whom, for whom, about whom and until when it is
    A resource server that has to do without one of these takes the token of another place or time.

    Scenario: The claims are looked at
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      Then the access token has the claims of the profile

  @rfc9068-2.2-iss-equals-metadata @must @needs-authorization_code
  Rule: The issuer in an access token of the JWT profile is the one of the metadata
    Resource servers that compare would refuse it; those that do not would take everybody's.

    Scenario: The issuer is compared
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      Then the access token names the issuer of the metadata

  @rfc9068-2.2-client-id-matches @must @needs-authorization_code
  Rule: The client in an access token of the JWT profile is the one that asked
    What one client does would be put down to another.

    Scenario: The client is compared
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      Then the access token names the client

  @rfc9068-2.2-jti-unique @must @needs-authorization_code
  Rule: No two access tokens of the JWT profile have the same identifier
    To refuse one that was stolen would be to refuse others.

    Scenario: A client gets two
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      When the client gets a token of the same kind again
      Then both access tokens can be told apart

  @rfc9068-2.2.3-scope-claim @should @needs-authorization_code
  Rule: An access token of the JWT profile says which scope was granted
    A resource server would let its bearer do nothing, or everything.

    Scenario: The scope is compared
      Given a confidential client
      And the client has an access token that says it is a JWT of the profile
      Then the access token has the scope that was granted
