@as
Feature: A client says whether its user may be asked, and how long ago is too long

  @oidc-core-3.1.2.1-prompt-none @must @needs-openid @needs-authorization_code
  Rule: A client that wants no page shown gets an answer in place of one
    It asks in a frame that nobody sees, and would wait for ever.

    Scenario: The user is signed in
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client asks silently
      Then no page is shown

    Scenario: The user is not signed in
      Given a confidential client
      When the client asks silently for a user who is not signed in
      Then no page is shown

  @oidc-core-3.1.2.6-login-required @must @needs-openid @needs-authorization_code
  Rule: Where nobody is signed in and no page may be shown, the client is told so
    It could not tell that its user has to sign in from any other failure.

    Scenario: The user is not signed in
      Given a confidential client
      When the client asks silently for a user who is not signed in
      Then the client gets the error "login_required" or "interaction_required"

  @oidc-core-3.1.2.6-consent-required @must @needs-openid @needs-authorization_code
  Rule: Where the user has not agreed and no page may be shown, the client is told so
    It would get what its user never agreed to, or give up on a user who would.

    Scenario: The user is signed in, and was never asked about this client
      Given a confidential client
      And the user has a session from a sign-in to another client
      When the client asks silently
      Then the client is told that its user has to agree

  @oidc-core-3.1.2.1-prompt-none-combined @should @needs-openid @needs-authorization_code
  Rule: A client that wants no page and a page gets an error
    Each reading of it is wrong to somebody.

    Scenario: The client wants no page, and a sign-in
      Given a confidential client
      When the client asks for authorization with the prompts none and login
      Then the client gets an error

  @oidc-core-3.1.2.1-prompt-login @should @needs-openid @needs-authorization_code
  Rule: A client that wants its user to sign in again gets a new sign-in
    Whoever sits down at a browser left open could confirm a payment.

    Scenario: The user is signed in
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user goes through a sign-in with a new sign-in wanted
      Then the user was asked who they are, or the client was told that they cannot be
      And the ID token, if there is one, tells of a new sign-in

  @oidc-core-3.1.2.1-max-age-forces-login @must @needs-openid @needs-authorization_code
  Rule: A sign-in that is older than the client allows is not taken
    A client that insists on a recent sign-in would act on an old one.

    Scenario: The client allows two seconds, and more have passed
      Given a confidential client
      And the user has a session from a sign-in to the client
      When 3 seconds have passed
      And the user goes through a sign-in with a maximum age of two seconds
      Then the user was asked who they are, or the client was told that they cannot be
      And the ID token, if there is one, tells of a new sign-in

  @oidc-core-3.1.2.1-max-age-zero @must @needs-openid @needs-authorization_code
  Rule: A client that allows a sign-in no age at all gets a new one
    Zero is taken for nothing said, and any old sign-in for a fresh one.

    Scenario: The user has just signed in
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user goes through a sign-in with a maximum age of zero
      Then the user was asked who they are, or the client was told that they cannot be
      And the ID token, if there is one, tells of a new sign-in

  @oidc-core-3.1.2.1-max-age-not-exceeded @may @needs-openid @needs-authorization_code
  Rule: A sign-in that is young enough is taken
    Users would type their passwords for nothing, and get used to it.

    Scenario: The client allows an hour
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user goes through a sign-in with a maximum age
      Then the user was not asked who they are

  @oidc-core-3.1.2.1-id-token-hint @should @needs-openid @needs-authorization_code
  Rule: A client that names its signed-in user by an ID token gets that user
    It could not keep a user signed in without showing pages.

    Scenario: The client shows the ID token of its user
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client asks silently with its user's ID token as a hint
      Then the client gets a code for the same user

  @oidc-core-3.1.2.2-id-token-hint-other-user @must @needs-openid @needs-authorization_code
  Rule: A client that names one user by an ID token never gets another
    It would go on with one user's data in another one's session.

    Scenario: The ID token is another user's
      Given a confidential client
      And the user has a session from a sign-in to the client
      And another user has signed in elsewhere
      When the client asks silently with the other user's ID token as a hint
      Then nothing is granted

  @oidc-core-3.1.2.1-login-hint @may @needs-openid @needs-authorization_code
  Rule: A hint at the user's name is no error
    A client that knows whom it expects could ask nothing.

    Scenario: The client gives the name of its user
      Given a confidential client
      When the client asks for authorization with a hint at its user's name
      Then the client gets an authorization code

  @oidc-core-3.1.2.1-acr-values @may @needs-openid @needs-authorization_code
  Rule: Ways to sign in that a client would like are no error
    A client that would like a second factor could not have users without one.

    Scenario: The client names two of its own invention
      Given a confidential client
      When the client asks for authorization with two classes that nobody has heard of
      Then the client gets an authorization code

  @oidc-core-15.1-locales-acr-max-age @must @needs-openid @needs-authorization_code
  Rule: What a client may say of languages, pages, classes and ages is no error
    A server that knows nothing of them has to go on without.

    Scenario Outline: The client asks <wish>
      Given a confidential client
      When the client asks for authorization <wish>
      Then the client gets an authorization code

      Examples:
        | wish                                     |
        | with an unusual language for its pages   |
        | with an unusual language for its claims  |
        | with a class that nobody has heard of    |
        | with a popup for its pages               |
        | with a maximum age of a day              |

  @oidc-core-3.1.2.1-prompt-select-account @should @needs-openid @needs-authorization_code
  Rule: A client that wants an account chosen gets that, or an error
    A user with two accounts at the server could never use the other one.

    Scenario: The user is signed in
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client asks once more, with a choice of accounts wanted
      Then the user was asked for more than before, or the client was told that nobody can be

  @oidc-core-3.1.2.1-ui-locales @should @needs-openid @needs-authorization_code
  Rule: Languages that a server does not speak are no error
    A user with an unusual language could not sign in anywhere.

    Scenario Outline: The client asks for <which>
      Given a confidential client
      When the client asks for authorization with <which> for its pages
      Then the client gets an authorization code

      Examples:
        | which                                    |
        | an unusual language                      |
        | an unusual language beside a usual one   |

  @oidc-core-3.1.2.1-display @should @needs-openid @needs-authorization_code
  Rule: Each way to show the pages that there is a word for is no error
    An application on a phone could not say that it is on one.

    Scenario Outline: The client asks for <which>
      Given a confidential client
      When the client asks for authorization with <which> for its pages
      Then the client gets an authorization code

      Examples:
        | which              |
        | a full page        |
        | a popup            |
        | a touch screen     |
        | a feature phone    |
