@rs
Feature: How an API refuses

  Background:
    Given an API that a good token opens

  @rfc6750-3-no-token-challenge @must
  Rule: Whoever brings no token is asked for one
    A client cannot tell that a token is what is missing.

    Scenario: No token is sent
      When it is asked without a token
      Then it asks for a bearer token

  @rfc6750-3-refused-token-challenge @must
  Rule: Whoever brings a token that is no good is asked for another
    A client cannot tell that it is the token that is at fault.

    Scenario: A token is refused
      When it is asked with a token of random characters
      Then it asks for another token

  @rfc6750-3-challenge-has-auth-param @must
  Rule: The challenge is more than the name of the scheme
    Parsers of challenges break on the name alone.

    Scenario: No token is sent
      When it is asked without a token
      Then the challenge says something

    Scenario: A token is refused
      When it is asked with a token of random characters
      Then the challenge can be read

  @rfc6750-3-no-token-no-error-code @should
  Rule: Whoever brings no token is told of no error
    A client takes its token for refused and throws it away.

    Scenario: No token is sent
      When it is asked without a token
      Then the challenge names no error

  @rfc6750-3-challenge-attributes-once @must
  Rule: The challenge says each thing once, in the characters that are allowed
    Which of two counts is anybody's guess, and a quote in the middle ends the text early.

    Scenario: A token is refused
      When it is asked with a token of random characters
      Then the challenge says each thing once

    Scenario: A token allows too little
      Given an address that wants another scope
      When it is asked for more than the token allows
      Then the challenge says each thing once

  @rfc6750-3.1-invalid-token @should
  Rule: A token that is no good is refused as invalid
    A client does not know that another token would help.

    Scenario: A token is refused
      When it is asked with a token of random characters
      Then it refuses the token as invalid

  @rfc6750-3.1-insufficient-scope @should
  Rule: A token that allows too little is refused as that
    A client does not know that more scope would help.

    Scenario: The token is used for more than it allows
      Given an address that wants another scope
      When it is asked for more than the token allows
      Then it says that the token allows too little

    Scenario Outline: The token is one <flaw>
      Given an address that wants another scope
      When it is asked there with a token <flaw>
      Then it says that the token allows too little

      Examples:
        | flaw               |
        | with another scope |
        | without a scope    |
