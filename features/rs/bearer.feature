@rs
Feature: How an API takes a token

  Background:
    Given an API that a good token opens

  @rfc6750-2.1-scheme-case-insensitive @must
  Rule: The name of the scheme is the same in any case
    Clients that write it otherwise, as they may, get nothing.

    Scenario Outline: The scheme is written as <scheme>
      When it is asked, under the scheme <scheme>, with a good token
      Then it opens

      Examples:
        | scheme |
        | bearer |
        | BEARER |

  @rfc6750-2.2-body-form-only @should
  Rule: A token in a body counts only in a form that is posted
    What else is in a body is the application's, and others may have put it there.

    Scenario Outline: The token is sent <where>
      When it is asked, <where>, with a good token
      Then it stays shut

      Examples:
        | where                 |
        | in JSON               |
        | in a form sent by GET |

  @rfc6750-2.2-body-token @may
  Rule: Each way of sending a token that is offered works
    Clients read the offer and rely on it.

    Scenario: The ways that its metadata offer are tried
      When its metadata are read
      Then each way of sending a token that the document offers works

  @rfc6750-2.3-query-token-optional @may
  Rule: A token in the URL may be taken
    An API may take it and had better not; neither answer is wrong here. Those who claim OAuth 2.1 are judged by it.

  @rfc6750-2.3-query-token-cache-control @should
  Rule: What a token in the URL opened is kept for nobody else
    A cache gives it to whoever asks for the same address.

    Scenario: A token is sent in the URL
      Given an API that takes a token in the URL
      When it is asked, in the URL, with a good token
      Then no cache keeps the answer for others

  @rfc6750-5.2-rs-tls @must
  Rule: A token opens nothing without TLS
    Everybody on the way reads it, and uses it.

    Scenario: It is asked over plain http
      When it is asked over plain http with a good token
      Then nothing is served without TLS

  @rfc6750-3.1-one-method-only @should
  Rule: A token that is sent in two places is refused
    The two need not be the same, and the one that was checked need not be the one that counts.

    Scenario Outline: The token is sent <where>, too
      Given an API that takes a token <where>
      When it is asked, in the header and <where>, with a good token
      Then it refuses the request as invalid

      Examples:
        | where      |
        | in a form  |
        | in the URL |

  @rfc6750-3.1-invalid-request @should
  Rule: A token that is sent twice in one place is refused
    What looks at the first and what looks at the last see two different requests.

    Scenario: The token is sent in two headers
      When it is asked, in two headers, with a good token
      Then it refuses the request as invalid

    Scenario: The token is sent twice in the URL
      Given an API that takes a token in the URL
      When it is asked, twice in the URL, with a good token
      Then it refuses the request as invalid

    Scenario: The token is sent twice in a form
      Given an API that takes a token in a form
      When it is asked, twice in a form, with a good token
      Then it refuses the request as invalid

  @oauth21-5.1-rs-ignores-query-token @must
  Rule: A token in the URL counts for nothing
    URLs end in logs, histories and Referer headers.

    Scenario: The token is sent in the URL
      When it is asked, in the URL, with a good token
      Then it refuses the token

  @rfc6749-10.3-token-guessing @must
  Rule: What is not quite a token is none
    Whoever has seen a part of a token makes one.

    Scenario Outline: The token is one <flaw>
      When it is asked with a token <flaw>
      Then it refuses the token

      Examples:
        | flaw                                           |
        | with one character changed                     |
        | that opened it before, with its end changed    |
        | cut short                                      |
        | of random characters                           |

  @rfc9700-4.9.3-rs-token-leak @must
  Rule: A token is not repeated in an answer
    Answers are cached, logged and shown.

    Scenario: A good token is sent
      When it is asked with a good token
      Then the token is not repeated

    Scenario: A token that is not good is sent
      When it is asked with a token with one character changed
      Then the token is not repeated

  @rfc9700-2.3-rs-refuses-other-audience @must
  Rule: A token that was meant for another resource opens nothing
    Whoever runs another API uses here the tokens that it was sent.

    Scenario: The token is for another resource
      When it is asked with a token for another resource
      Then it refuses the token

  @fetch-preflight-without-token @should @needs-browsers
  Rule: A page of another origin learns without a token that it may send one
    Browsers ask first and send no token along: whoever wants one there is of no use to an application in the browser.

    Scenario: A page asks whether it may call
      When a page of another origin asks whether it may call it, and does
      Then the page may call with a token, and read the answer

  @rfc6749-7-rs-scope-covers @must
  Rule: A token opens what its scope is for
    A token that was given for one thing does another.

    Scenario: The token is used for more than it allows
      Given an address that wants another scope
      When it is asked for more than the token allows
      Then it stays shut

    Scenario Outline: The token is one <flaw>
      Given an address that wants another scope
      When it is asked there with a token <flaw>
      Then it stays shut

      Examples:
        | flaw                                                   |
        | with another scope                                     |
        | without a scope                                        |
        | with an empty scope                                    |
        | with another scope and no client                       |
        | with a scope whose name begins with the wanted one's   |
        | with a scope whose name ends with the wanted one's     |
        | with a scope whose name is how the wanted one's begins |
        | with the wanted scope in capitals                      |

  @rfc6749-3.3-rs-scope-order @must
  Rule: A scope is found wherever it stands among others
    Clients that were given more than one thing can do none.

    Scenario Outline: The token has the wanted scope <where>
      When it is asked with a token that has the wanted scope <where>
      Then it opens

      Examples:
        | where           |
        | before another  |
        | after another   |
        | between others  |

  @oauth21-5.2-rs-validates @must @same-as-rfc6749-7-rs-scope-covers
  Rule: The scope of a token is enforced
    The resource server is where a grant becomes access.
