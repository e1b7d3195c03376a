@rs @needs-jwt_tokens
Feature: How an API validates a JWT

  Background:
    Given an API that a good token opens

  @rfc9068-4-rs-typ-checked @must @needs-at_jwt
  Rule: A JWT that is of another type is no access token
    What the issuer signed for another purpose opens the API.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw            |
        | of the type JWT |
        | of no type      |

  @rfc9068-4-rs-typ-long-form @must @needs-at_jwt
  Rule: The type may be written with its prefix
    Issuers that write it out, as they may, cannot be used.

    Scenario: The type is written out
      When it is asked with a token of the type application/at+jwt
      Then it opens

  @rfc9068-5-no-cross-jwt @must @needs-at_jwt
  Rule: A JWT that was made for something else is no access token
    Logout tokens and proofs go through many hands.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                   |
        | of the type logout+jwt |
        | of the type dpop+jwt   |

  @rfc9701-8.1-not-accepted-as-access-token @must @needs-at_jwt
  Rule: The answer of an introspection is no access token
    Whoever may ask about tokens has one for each.

    Scenario: The token is an answer of an introspection
      When it is asked with a token of the type token-introspection+jwt
      Then it refuses the token

  @rfc9068-4-rs-iss-checked @must
  Rule: A token of another issuer is refused
    Whoever runs another issuer makes tokens for whomever they like.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                                          |
        | of another issuer                             |
        | of its issuer with a slash after it           |
        | of its issuer in capital letters              |
        | of an issuer whose name begins like its own   |

    @needs-at_jwt
    Scenario: The token names no issuer
      When it is asked with a token of no issuer
      Then it refuses the token

  @rfc9068-4-rs-aud-checked @must
  Rule: A token for another resource is refused
    Another API that was sent a token uses it here.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                                                     |
        | for another resource                                     |
        | for other resources in a list                            |
        | for an empty list of resources                           |
        | for a resource without a name                            |
        | for a resource whose name begins with this one's         |
        | for a resource whose name is how this one's begins       |
        | that is an ID token                                      |

    @needs-at_jwt
    Scenario: The token names no resource
      When it is asked with a token for nobody
      Then it refuses the token

  @rfc8707-2-rs-checks-audience @should @same-as-rfc9068-4-rs-aud-checked
  Rule: A token that was asked for another resource is refused
    The client named the resource so that no other could use the token.

  @rfc9068-4-rs-aud-array @must
  Rule: A token may be for several resources
    Issuers that name several cannot be used.

    Scenario: The token is for this resource and for another
      When it is asked with a token for this resource among others
      Then it opens

  @rfc9068-4-rs-alg-none @must
  Rule: A token that is not signed is refused
    Anybody can write one.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                    |
        | with the algorithm none |
        | with the algorithm nOnE |
        | with an empty signature |

  @rfc9068-4-rs-signature-checked @must
  Rule: A token whose signature does not fit is refused
    Anybody who has one token can write others.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                                                        |
        | whose claims were changed                                   |
        | signed with a key of nobody's                               |
        | keyed with the issuer's public key                          |
        | keyed with nothing                                          |
        | keyed with nothing, by the name of a key of nobody's        |
        | that has ended, and whose claims were changed               |
        | whose signature is all zeroes                               |
        | that names a key of the issuer's which it is not signed with |

    Scenario Outline: The issuer <fails>
      When the issuer <fails> while it is asked with a token signed with a key of nobody's
      Then it lets nobody in

      Examples:
        | fails                    |
        | cannot be asked for keys |
        | publishes no keys        |

  @rfc7515-4.1.11-rs-crit @must
  Rule: A token with a critical header that the API does not know is refused
    What the issuer marked as critical changes what the token means, such as to whom it is bound, and the API does not know how.

    Scenario: The token has a critical header that nobody knows
      When it is asked with a token with a critical header that nobody knows
      Then it refuses the token

  @rfc9068-4-rs-exp-checked @must
  Rule: A token that has ended is refused
    A token found in an old log opens the API for ever.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw           |
        | that has ended |

    @needs-at_jwt
    Scenario: The token never ends
      When it is asked with a token that never ends
      Then it refuses the token

  @rfc9068-4-rs-nbf-checked @must
  Rule: A token that is not valid yet is refused
    A token that was given for tomorrow is used today.

    Scenario: The token begins in an hour
      When it is asked with a token that is not valid yet
      Then it refuses the token

  @rfc9068-4-rs-key-rotation @must
  Rule: The issuer's keys are the ones that it publishes now
    The day the issuer changes its keys every token is refused; or a token says itself which key to believe.

    Scenario: The issuer has a new key
      When it is asked with a token signed with the issuer's new key
      Then it opens

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                                                           |
        | that brings its own key along                                  |
        | that says where its own key is                                 |
        | that brings its own certificate along                          |
        | that says where its own certificate is                         |
        | whose key is a file of the server's, by its name               |
        | whose key is what a database is made to answer, by its name    |

  @rfc8725-3.10-nobody-asked @should
  Rule: Nobody is asked whom only the token names
    Whoever can write a token, which is everybody, has the API call addresses that only the API can reach.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it has asked nobody whom the token names

      Examples:
        | flaw                                   |
        | that says where its own key is         |
        | that says where its own certificate is |
        | whose key's name is an address         |
        | whose issuer nobody knows              |

  @rfc9068-4-rs-error-code @must @needs-at_jwt
  Rule: A JWT that fails is refused as an invalid token
    A client does not know that another token would help.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token as invalid

      Examples:
        | flaw                 |
        | that has ended       |
        | of the type JWT      |
        | of another issuer    |
        | for another resource |

  @rfc6750-3.1-expired-token @should
  Rule: A token that has ended is refused as an invalid token
    A client does not know that it is time to get a new one.

    Scenario: A token has ended
      When it is asked with a token that has ended
      Then it refuses the token as invalid

  @rfc9068-4-rs-encrypted-required @must
  Rule: Where encryption was agreed, a token that is not encrypted is refused
    Encryption is agreed outside of the protocol, with a key that the resource server keeps: the suite, which is the issuer, is not told of it and can make no such token.
