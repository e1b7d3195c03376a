@rs
Feature: An API opens for a good token

  Background:
    Given an API

  @rfc6750-2.1-header-supported @must
  Rule: A token in the Authorization header is taken
    Every client can send it there, and some nowhere else.

    Scenario: A good token is sent in the header
      When it is asked with a good token
      Then it opens

  @oauth21-5.1.1-rs-header-supported @must @same-as-rfc6750-2.1-header-supported
  Rule: A token in the Authorization header is always taken
    It is the one place that all clients have in common.

  @rfc7662-2.1-rs-authenticates @must @needs-introspected_tokens
  Rule: The issuer is asked by a POST that says who asks
    Tokens in URLs end in logs, and an endpoint that anybody may ask is one to try tokens on.

    Scenario: The API asks about a token
      When it is asked with a good token
      Then it has asked the issuer by POST, and authenticated
