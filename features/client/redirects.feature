@client
Feature: Where an application sends its users

  @rfc9700-4.11.1-client-open-redirector @must
  Rule: The application sends nobody wherever a link says
    A link to the application leads to an attacker's copy of it, and codes may go there too.

    Scenario Outline: A link to the sign-in names a stranger's page to end on, <written>
      When somebody signs in by a link that names a stranger's page, <written>
      Then the user does not end on a stranger's page

      Examples:
        | written                                               |
        | in full                                               |
        | in capitals                                           |
        | without its scheme                                    |
        | without its scheme, behind a backslash                |
        | behind two backslashes                                |
        | with a tab between its slashes                        |
        | at a host that begins like the application's          |
        | at a host that ends like the application's            |
        | with the application's host for a user's name         |

  @rfc6750-5.3-client-not-leaked @must @needs-userinfo
  Rule: A token goes to nobody but whom it is for
    A server that was led to send its clients on, or that does so by mistake, hands their tokens to whomever it names.

    Scenario: UserInfo leads to another host
      Given an application that signs its users in
      And an application that uses its token as it signs users in
      When somebody signs in at an authorization server that sends on to another host whoever asks about a user
      Then no token went to another host

  @rfc9700-4.2.4-client-page-no-leak @should
  Rule: A page whose address holds a code loads nothing from elsewhere
    The address goes along as the Referer, with the code in it.

    Scenario: The page that a code is brought to is looked at
      When somebody signs in
      Then a page whose address holds a code loads nothing from elsewhere

  @rfc9700-4.4.1-client-iss-kept @must @needs-second_issuer
  Rule: A code goes to the server that the sign-in was begun at
    An attacker's server answers in place of an honest one and is handed the honest one's codes.

    Scenario: A sign-in at another server is begun before the answer comes
      Given a user who is on the way back from the second server
      And the user has begun another sign-in at the first
      When the user brings back the answer of the second server
      Then the code went to the second server alone
