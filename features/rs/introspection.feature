@rs @needs-introspected_tokens
Feature: How an API asks about a token

  Background:
    Given an API that a good token opens

  @rfc7662-2.2-rs-honours-inactive @must
  Rule: A token that the issuer calls inactive is refused
    A token that was revoked goes on opening the API.

    Scenario: The issuer says that the token is not active
      When it is asked with a token that the issuer says is not active
      Then it refuses the token

  @rfc7662-rs-fails-closed @should
  Rule: Where the issuer cannot be asked, nobody is let in
    An attacker only has to keep the issuer busy.

    Scenario Outline: The issuer <fails>
      When it is asked while the issuer <fails>
      Then it lets nobody in

      Examples:
        | fails                                         |
        | cannot be asked about tokens                  |
        | hangs up when it is asked about tokens        |
        | does not answer when it is asked about tokens |
        | talks nonsense when it is asked about tokens  |
        | says that a token is active in an error       |
        | sends whoever asks about tokens elsewhere     |
        | says active as a text, and not as a truth     |
        | says of no token whether it is active         |

  @rfc9701-8.1-rs-checks-typ @should @needs-signed_introspection
  Rule: A signed answer counts where it is one, of the issuer's, for this API
    Whatever the issuer has signed for anybody opens the API.

    Scenario Outline: The issuer <flaw>
      When it is asked while the issuer <flaw>
      Then it lets nobody in

      Examples:
        | flaw                                                 |
        | signs what it says of tokens as something else       |
        | says of tokens what it does in another issuer's name |
        | says of tokens what it does to somebody else         |
        | changes what it says of tokens after signing it      |

  @rfc7662-4-rs-cache-bounded @must
  Rule: What was answered once is not believed beyond the token's end
    A token that has ended goes on opening the API.

    Scenario: A token ends between two requests
      When a token that was good has ended since, and is used again
      Then it refuses the token
