@rs
Feature: What an API publishes about itself

  Background:
    Given an API that a good token opens

  @rfc9728-3-well-known @must
  Rule: The metadata are at the location that the identifier gives
    A client that knows the API alone cannot find out whose tokens it takes.

    Scenario: The metadata are read
      When its metadata are read
      Then the document is there

  @rfc9728-3.1-path-insertion @must
  Rule: Each resource of a host has a document of its own
    A client takes one resource's issuer for another's.

    Scenario: The document of another path is read
      When the metadata of another path are read
      Then the document is not that of this resource

  @rfc9728-3.2-status-and-type @must
  Rule: The metadata are a JSON object
    Clients cannot read what is something else.

    Scenario: The metadata are read
      When its metadata are read
      Then the document is a JSON object of its type

  @rfc9728-3.2-zero-values-omitted @must
  Rule: A member without a value is left out
    Clients that trust the form break on it.

    Scenario: The metadata are read
      When its metadata are read
      Then the document has no member without a value

  @rfc9728-2-resource-required @must
  Rule: The metadata name the resource, as a URL
    Nobody can tell whose document it is.

    Scenario: The metadata are read
      When its metadata are read
      Then the document names the resource

  @rfc9728-3.3-resource-identical @must
  Rule: The metadata are those of the resource that was asked for
    An attacker's document, put in place of another, sends clients to the attacker's issuer.

    Scenario: The metadata are read
      When its metadata are read
      Then the document names the resource that was asked for

  @rfc9728-2-authorization-servers @may
  Rule: The issuers that the metadata list are those whose tokens are taken
    Clients get tokens that open nothing.

    Scenario: The metadata are read
      When its metadata are read
      Then the document names an issuer that can be asked

  @rfc9728-2-scopes-supported @should
  Rule: The metadata list the scopes that are wanted
    Clients ask for too little, or for everything.

    Scenario: The metadata are read
      When its metadata are read
      Then the document lists the scopes that it wants

  @rfc9728-2-no-none-alg @must
  Rule: Answers that are signed are not signed with nothing
    Clients believe what anybody wrote.

    Scenario: The metadata are read
      When its metadata are read
      Then the document offers no algorithm none

  @rfc9728-2-jwks-uri @must
  Rule: The keys that the metadata point to are on https, and say what they are for
    Whoever changes them on the way signs in the API's name, or reads what was meant for it alone.

    Scenario: The metadata are read
      When its metadata are read
      Then the keys of the document are on https, and say what each is for

  @rfc9728-2.2-signed-metadata @must
  Rule: Signed metadata are signed, and say by whom
    Nobody can tell whether to believe them.

    Scenario: The metadata are read
      When its metadata are read
      Then the signed metadata of the document are signed, and say by whom

  @rfc9728-2-bearer-methods @may @same-as-rfc6750-2.2-body-token
  Rule: The ways of sending a token that the metadata list are those that work
    Clients rely on the list.

  @rfc9728-5.1-www-authenticate @may
  Rule: A challenge may lead to the metadata
    A client that follows it finds nothing.

    Scenario: No token is sent
      When it is asked without a token
      Then the challenge leads to the metadata
