@as
Feature: A response says which server it is from

  @rfc9207-2-iss-on-success @must @needs-iss_parameter @needs-authorization_code
  Rule: An authorization response names the issuer of its server
    A client that uses two servers would send the code of one to the other, and an attacker's one would have it.

    Scenario: The user allows what the client asks for
      Given a confidential client
      When the client asks for authorization
      Then the response names the server's issuer

  @rfc9207-2-iss-on-error @must @needs-iss_parameter @needs-authorization_code
  Rule: An error response names the issuer of its server
    A mix-up would go unseen where the attacker's server answers with an error.

    Scenario: The user refuses what the client asks for
      Given a confidential client
      When the user refuses what the client asks for
      Then the response names the server's issuer

    Scenario: The request has an error
      Given a confidential client
      When the client asks for authorization with an unknown response type
      Then the response names the server's issuer

  @rfc9207-2-iss-form @must @needs-iss_parameter @needs-authorization_code @needs-https
  Rule: The issuer in a response is an https URL without query and fragment
    A client could not compare it with what it knows.

    Scenario: The issuer in the response is looked at
      Given a confidential client
      When the client asks for authorization
      Then the issuer in the response is an https URL without query and fragment
