@as
Feature: A proof of possession counts only when it is good, and for the request that it comes with

  @rfc9449-5-token-request-success @must @needs-dpop
  Rule: A client that proves its key gets a token
    Clients that keep their keys safe would get less than those that have none.

    @needs-client_credentials
    Scenario: A client asks for a token of its own
      Given a machine client
      When the client asks with a proof of its key
      Then the token request is granted

    @needs-authorization_code
    Scenario: A client redeems a code
      Given an authorization code for a confidential client
      When the client proves its key and redeems the code
      Then the token request is granted

  @rfc9449-5-invalid-proof-error @must @needs-dpop
  Rule: A client is told that it was its proof that is not good
    It would look for the fault in its grant, and throw a good one away.

    Scenario: Nothing is right in the proof
      Given a client that has proven its key
      When the client asks with a proof in which nothing is right
      Then the token request is refused with "invalid_dpop_proof"

  @rfc9449-4.3-one-header @must @needs-dpop
  Rule: One proof comes with a request
    What is checked in one would be granted to the other.

    Scenario Outline: The client sends two, <where>
      Given a client that has proven its key
      When the client asks with a proof and another one <where>
      Then the proof is refused

      Examples:
        | where     |
        | beside it |
        | behind it |

  @rfc9449-4.3-malformed @must @needs-dpop
  Rule: A proof is a JWT
    Who sends anything else means to prove a key, and would be given a token that is bound to none.

    Scenario Outline: The client sends one <flaw>
      Given a client that has proven its key
      When the client asks with a proof <flaw>
      Then the proof is refused

      Examples:
        | flaw               |
        | that is no JWT     |
        | that was cut short |

  @rfc9449-4.3-required-claims @must @needs-dpop
  Rule: A proof says what it is for, when it was made, and which one it is
    A proof that leaves something out is good for more than its request.

    Scenario Outline: The proof lacks its <claim>
      Given a client that has proven its key
      When the client asks with a proof without its <claim>
      Then the proof is refused

      Examples:
        | claim      |
        | identifier |
        | method     |
        | address    |
        | time       |

  @rfc9449-4.3-typ @must @needs-dpop
  Rule: A proof says that it is one
    A JWT that was signed for something else would prove a key.

    Scenario Outline: The proof comes <type>
      Given a client that has proven its key
      When the client asks with a proof <type>
      Then the proof is refused

      Examples:
        | type            |
        | without a type  |
        | of the type JWT |

  @rfc9449-4.3-alg @must @needs-dpop
  Rule: A proof is signed with a key that is the client's alone
    Nobody would have proven anything.

    Scenario Outline: The client sends a proof <flaw>
      Given a client that has proven its key
      When the client asks with a proof <flaw>
      Then the proof is refused

      Examples:
        | flaw                        |
        | that nobody signed          |
        | that is keyed with a secret |

  @rfc9449-4.3-signature @must @needs-dpop
  Rule: A proof is signed with the key that it shows
    Anybody could show the key of somebody else.

    Scenario Outline: The client sends a proof <flaw>
      Given a client that has proven its key
      When the client asks with a proof <flaw>
      Then the proof is refused

      Examples:
        | flaw                                 |
        | that is signed with another key      |
        | that was changed after it was signed |

  @rfc9449-4.3-private-key-in-jwk @must @needs-dpop
  Rule: A proof that gives its private key away proves nothing
    Whoever sees the request holds the key from then on.

    Scenario: The client shows its private key
      Given a client that has proven its key
      When the client asks with a proof that gives its private key away
      Then the proof is refused

  @rfc9449-4.3-htm @must @needs-dpop
  Rule: A proof is for the method of its request
    One that was made to read something would get a token.

    Scenario: The proof is for another method
      Given a client that has proven its key
      When the client asks with a proof for another method
      Then the proof is refused

  @rfc9449-4.3-htu @must @needs-dpop
  Rule: A proof is for the address of its request
    A server that a client talks to could go on in its name elsewhere.

    Scenario Outline: The proof is for <other>
      Given a client that has proven its key
      When the client asks with a proof for <other>
      Then the proof is refused

      Examples:
        | other                         |
        | another address of the server |
        | another server                |

  @rfc9449-4.3-htu-normalised @should @needs-dpop
  Rule: Addresses that mean the same are the same
    Proofs would be refused for how a client's library spells an address.

    Scenario Outline: The proof is one <spelling>
      Given a client that has proven its key
      When the client asks with a proof <spelling>
      Then the token request is granted

      Examples:
        | spelling                                       |
        | that names the scheme and the host in capitals |
        | that names its address in other letters        |
        | that names a query and a fragment              |

  @rfc9449-4.3-iat-window @must @needs-dpop
  Rule: A proof is good for a short time
    A proof that somebody found later would still be good.

    Scenario: The proof was made a day ago
      Given a client that has proven its key
      When the client asks with the proof of a day before
      Then the proof is refused

  @rfc9449-4.2-extra-claims @may @needs-dpop
  Rule: What a server does not know in a proof does no harm
    Extensions could never be introduced.

    Scenario: The proof says more than it has to
      Given a client that has proven its key
      When the client asks with a proof with claims and parameters that nobody knows
      Then the token request is granted
