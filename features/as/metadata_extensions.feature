@as
Feature: What the metadata promise of extensions holds

  @rfc8628-4-metadata @may @needs-metadata
  Rule: A server that lists the grant for devices says where a device begins
    A device that found the grant in the list would have nowhere to ask for a code.

    Scenario: The address is looked for
      When a client reads the metadata
      Then "device_authorization_endpoint" is there if the grant for devices is listed

  @rfc9126-5-metadata @may @needs-metadata @needs-authorization_code
  Rule: A server that demands pushed requests takes no others
    Whoever changes a request on its way through the browser would find that it still counts.

    Scenario: A client sends its request through the browser
      Given a confidential client
      When the client asks for authorization
      And a client reads the metadata
      Then it got a code only if the metadata do not demand that requests are pushed

  @rfc9449-5.1-metadata-algs @may @needs-metadata
  Rule: The algorithms for proofs of possession are asymmetric
    A client that chose another could prove nothing with it.

    Scenario: The list is looked at
      When a client reads the metadata
      Then "dpop_signing_alg_values_supported" is a list of asymmetric algorithms, if it is there

  @rfc9728-4-as-lists-resources @may @needs-metadata
  Rule: Protected resources that are listed are listed by their identifiers
    Nobody could hold the list against what the resources say of themselves.

    Scenario: The list is looked at
      When a client reads the metadata
      Then "protected_resources" is a list of resource identifiers, if it is there

  @jarm-4-metadata @should @needs-metadata
  Rule: A server that signs authorization responses says with which algorithms
    A client could not tell whether it will be able to verify them.

    Scenario: The list is looked for
      When a client reads the metadata
      Then "authorization_signing_alg_values_supported" is there if a response mode is signed
