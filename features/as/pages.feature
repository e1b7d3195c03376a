@as
Feature: The pages that a user sees serve the user alone

  @rfc6749-3.1.2.4-invalid-redirect-inform-user @should @needs-authorization_code
  Rule: A user who cannot be sent back is told so
    Somebody in front of an empty window tries again, or gives the password to the next page that asks.

    Scenario: The redirect URI is an attacker's
      Given a confidential client
      When the client asks for authorization at a redirect URI of its own choosing
      Then the user reads about it on a page of the server

  @rfc6749-10.14-input-sanitising @must @needs-authorization_code
  Rule: Nothing that comes with a request turns into a part of a page or of a header
    Whoever writes a link to the server could write its sign-in page.

    Scenario Outline: There is markup in <what>
      Given a confidential client
      When the client asks for authorization with markup in <what>
      Then the server's pages show it as text, or not at all

      Examples:
        | what                         |
        | its state                    |
        | its scope                    |
        | its identifier               |
        | its redirect URI             |
        | a hint at its user's name    |

    Scenario Outline: There are line breaks in <what>
      Given a confidential client
      When the client asks for authorization with line breaks in <what>
      Then no answer has a header that the client wrote

      Examples:
        | what             |
        | its state        |
        | its redirect URI |

  @rfc9700-4.2.4-no-third-party-content @should @needs-authorization_code
  Rule: The pages bring nothing in from other sites, and lead to none
    Another site would be told the address, and in it the request.

    Scenario Outline: The user is asked to <do>
      Given a confidential client
      When the user is led through the server's pages
      Then the page to <do> has nothing of other sites in it

      Examples:
        | do      |
        | sign in |
        | agree   |

    @browser @needs-openid
    Scenario: A real browser fetches what the pages want
      Given a confidential client
      When the user is led through the server's pages
      Then the browser fetched nothing from other sites

  @rfc9700-4.2.4-referrer-policy @may @needs-authorization_code
  Rule: A page that says what browsers may tell of its address has them tell less, not more
    Browsers keep addresses from other sites by themselves nowadays, unless a page insists.

    Scenario Outline: The user is asked to <do>
      Given a confidential client
      When the user is led through the server's pages
      Then the page to <do> does not have browsers tell its address

      Examples:
        | do      |
        | sign in |
        | agree   |

  @rfc9700-4.12-no-307 @must @needs-authorization_code
  Rule: No redirect has a browser send the password once more
    The client would get it, which is what the whole protocol is there to avoid.

    Scenario: The user signs in and agrees
      Given a confidential client
      When the user is led through the server's pages
      Then no redirect repeats the password

    Scenario: The user signs in, and has agreed before
      Given a confidential client
      And the user has agreed before, in another browser
      When the client asks for authorization
      Then no redirect repeats the password

  @oauth21-7.5.3-no-307 @must @same-as-rfc9700-4.12-no-307
  Rule: No redirect has a browser send the user's credentials once more
    Whoever runs the client could sign in as the user.

  @rfc9700-4.12-use-303 @should @needs-authorization_code
  Rule: The redirect after the password is the one that says that nothing is to be repeated
    What browsers make of the others is custom, and no rule.

    Scenario: The user signs in and agrees
      Given a confidential client
      When the user is led through the server's pages
      Then a redirect after the password has the status 303

    Scenario: The user signs in, and has agreed before
      Given a confidential client
      And the user has agreed before, in another browser
      When the client asks for authorization
      Then a redirect after the password has the status 303

  @rfc9700-4.16-clickjacking @must @needs-authorization_code
  Rule: No page that asks for something can be put in a frame of another site
    The user clicks on what another site shows, and allows what this one asks beneath it.

    Scenario Outline: The user is asked to <do>
      Given a confidential client
      When the user is led through the server's pages
      Then the page to <do> keeps out of frames of other sites

      Examples:
        | do      |
        | sign in |
        | agree   |

    @browser @needs-openid
    Scenario: Another site frames the page in a real browser
      Given a confidential client
      When another site shows the client's request in a frame
      Then the browser shows nothing there that asks the user for something

  @rfc9700-4.16-csp @should @needs-authorization_code
  Rule: The pages say by a Content Security Policy who may frame them
    The older header knows no list of sites, and a script can be kept from running.

    Scenario Outline: The user is asked to <do>
      Given a confidential client
      When the user is led through the server's pages
      Then the page to <do> has a policy about frames

      Examples:
        | do      |
        | sign in |
        | agree   |

    Scenario: The user is told of an error
      Given a confidential client
      When the client asks for authorization at a redirect URI of its own choosing
      Then the page that tells of it has a policy about frames

  @rfc9700-4.17.2-postmessage-origin @must @needs-authorization_code
  Rule: A response that travels as a message between windows names the one origin that may read it
    No specification in force says how a client asks for such a response: neither a response mode nor the form of the message has
    one, so that what a server understands as that wish cannot be known, and where nothing is sent nothing is seen.
