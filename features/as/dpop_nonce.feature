@as
Feature: A nonce from the server keeps proofs from being made in store

  @rfc9449-8-as-nonce-error @must @needs-dpop
  Rule: A client whose proof needs a nonce is told so, and given one
    It could not tell a proof that lacks something from one that is wrong, and would have nothing to go on with.

    Scenario: The client is told
      Given a client that holds a key
      When the client asks with its first proof
      Then it is told to use a nonce, if that is what its proof lacked

    Scenario: The client is given one
      Given a client that holds a key
      When the client asks with its first proof
      Then it is given one nonce, if that is what its proof lacked

  @rfc9449-8-as-nonce-mismatch @must @needs-dpop
  Rule: A proof with a nonce that the server did not hand out is refused
    Who controls a client could make proofs for all time to come.

    Scenario: The nonce is made up
      Given a client that has proven its key
      And the server has handed it a nonce
      When the client asks with a proof with a made-up nonce
      Then the proof is refused

    Scenario: The server hands out another one
      Given a client that has proven its key
      And the server has handed it a nonce
      When the client asks with a proof with a made-up nonce
      Then a nonce in the answer comes with the error "use_dpop_nonce"

  @rfc9449-8-as-nonce-unpredictable @must @needs-dpop
  Rule: Nobody can tell the nonces to come
    Proofs could be made in store all the same.

    Scenario: Many nonces are looked at
      Given a client that has proven its key
      And the server has handed it a nonce
      When the client proves its key many times
      Then the nonces do not tell the next one

  @rfc9449-8.2-nonce-on-success @may @needs-dpop
  Rule: A nonce that comes with a token is good for the next proof
    The client has to use it, and would be refused once more each time.

    Scenario: The client goes on with it
      Given a client that has proven its key
      When the client asks with a proof of its key
      Then the nonce that came with the token, if any, is good for the next proof

  @rfc9449-11.3-nonce-downgrade @must @needs-dpop
  Rule: Who was handed a nonce proves nothing without one
    Proofs that were made in store would be good as soon as they leave the nonce out.

    Scenario: The client leaves it out
      Given a client that has proven its key
      And the server has handed it a nonce
      When the client asks with a proof without its nonce
      Then the proof is refused
