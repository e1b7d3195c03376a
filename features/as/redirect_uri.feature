@as
Feature: Nobody but the client receives its authorization responses

  @rfc6749-3.1.2.3-redirect-simple-string-match @must @needs-authorization_code
  Rule: A redirect URI is compared with the registered ones as a string
    Every tolerance in the comparison is a place where somebody else may listen.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                         |
        | the scheme in capitals       |
        | the host in capitals         |
        | the path in capitals         |
        | a trailing slash             |
        | another path segment         |
        | a letter more at its end     |
        | a letter percent-encoded     |
        | its path cut off             |
        | an added query               |
        | an empty query               |
        | http in place of https       |
        | its default port written out |
        | another port                 |

  @rfc6749-3.1.2.3-redirect-path-confusion @must @needs-authorization_code
  Rule: No writing of another path passes for the registered one
    Servers and browsers resolve such a path differently, and the code ends up on another page of the client's host.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                           |
        | a step up to another path      |
        | an encoded step up             |
        | a doubly encoded step up       |
        | a step up behind a semicolon   |
        | a path parameter               |
        | an encoded slash               |
        | a doubled slash                |
        | a single dot segment           |
        | a backslash                    |
        | an encoded backslash           |
        | an encoded null byte           |
        | an encoded line break          |
        | a tab                          |
        | a blank before it              |
        | an attacker's URI behind a gap |

  @rfc6749-3.1.2.4-invalid-redirect-no-redirect @must @needs-authorization_code
  Rule: The user is never sent to an address that is not registered
    The server would hand codes to an attacker, and lend its good name to any page on the web.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                                          |
        | another host                                  |
        | another host in front of its own              |
        | another host behind its own                   |
        | a subdomain                                   |
        | a dot behind its host                         |
        | a user name                                   |
        | its host as the user name at another          |
        | two user names before another host            |
        | three at signs before its host                |
        | another host and an encoded at sign before it |
        | another host and an encoded hash before it    |
        | another host and an encoded percent before it |
        | another host and a backslash before it        |
        | its URI in the query of another               |
        | localhost for a host                          |
        | a loopback address for a host                 |
        | a private-use scheme                          |
        | a script for a scheme                         |
        | data for a scheme                             |

    Scenario Outline: Redirect URIs stand twice: <order>
      Given a confidential client
      When the client asks for authorization at <order>
      Then the attacker gets nothing

      Examples:
        | order                                     |
        | its redirect URI and that of an attacker  |
        | the redirect URI of an attacker and its own |

    Scenario Outline: A bad redirect URI and the response mode <mode>
      Given a confidential client
      When the client asks for authorization at its redirect URI with another host and also with the response mode <mode>
      Then the user is not sent there

      Examples:
        | mode      |
        | query     |
        | fragment  |
        | form_post |

    Scenario Outline: A script for a redirect URI and the response mode <mode>
      Given a confidential client
      When the client asks for authorization at its redirect URI with a script for a scheme and also with the response mode <mode>
      Then the user is not sent there

      Examples:
        | mode      |
        | fragment  |
        | form_post |

    Scenario Outline: A bad redirect URI, and another error: the request comes <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with another host and also <flaw>
      Then the user is not sent there

      Examples:
        | flaw                          |
        | without the response type     |
        | with an unknown response type |
        | with an unknown scope         |
        | with the response type twice  |
        | with an unknown response mode |

    Scenario: A bad redirect URI, and the user refuses
      Given a confidential client
      When the user refuses what the client asks for at its redirect URI with another host
      Then the user is not sent there

  @rfc6749-3.1.2-redirect-absolute @must @needs-authorization_code
  Rule: A redirect URI is absolute
    A relative one would be resolved against the server itself, and the code would go astray there.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                   |
        | only its path          |
        | only its path unrooted |
        | its scheme left out    |

  @rfc6749-3.1.2-redirect-no-fragment @must @needs-authorization_code
  Rule: A redirect URI has no fragment
    What is appended behind a fragment is not a response that the client can read.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw              |
        | a fragment        |
        | an empty fragment |

  @rfc9700-2.1-code-pollution @should @needs-authorization_code
  Rule: A redirect URI brings no response parameters of its own
    A client that reads the first of two codes would redeem the one that an attacker planted.

    Scenario Outline: The redirect URI comes with <flaw>
      Given a confidential client
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw               |
        | a code of its own  |
        | a state of its own |
