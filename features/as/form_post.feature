@as
Feature: A response in a form is for the client alone

  @formpost-2-success @must @needs-form_post @needs-authorization_code
  Rule: A response in a form is posted to the client by the user's browser
    A client that asks for it reads nothing else.

    Scenario: A client asks for its response in a form
      Given a confidential client
      When the client asks for authorization with the response mode form_post
      Then the code is in the posted form

    @browser @needs-openid
    Scenario: A real browser is left with the form
      Given a confidential client
      When the client asks for authorization with the response mode form_post
      Then the code is in the posted form
      And the browser has posted it by itself

  @formpost-2-error @should @needs-form_post @needs-authorization_code
  Rule: An error travels the way that was asked for
    The client that listens for a form learns nothing of what went wrong.

    @needs-openid
    Scenario: Nobody is signed in, and no page may be shown
      Given a confidential client
      When the client asks silently for a user who is not signed in with the response mode form_post
      Then the error is in the posted form, if it came to the client

    Scenario: The user refuses
      Given a confidential client
      When the user refuses what the client asks for with the response mode form_post
      Then the error is in the posted form, if it came to the client

  @formpost-2-escaped @must @needs-form_post @needs-authorization_code
  Rule: What is in the form is text, whatever it looks like
    Whoever starts a sign-in could run a script on the page that holds the code.

    Scenario: The state is full of markup
      Given a confidential client
      When the client asks for authorization with markup in its state and also with the response mode form_post
      Then the code is in the posted form
      And the page that carried it shows what came along as text

    Scenario: The state is full of characters that mean something to a form
      Given a confidential client
      When the client asks for authorization with a state of markup characters and also with the response mode form_post
      Then the code is in the posted form

  @formpost-2-nothing-in-url @must @needs-form_post @needs-authorization_code
  Rule: The form goes to the redirect URI itself, and by POST
    What is in an address stays in histories and logs.

    Scenario: A code is issued
      Given a confidential client
      When the client asks for authorization with the response mode form_post
      Then the form goes to the redirect URI as it was asked for, by POST

    Scenario: The redirect URI has a query
      Given a confidential client with a query in its redirect URI
      When the client asks for authorization with the response mode form_post
      Then the form goes to the redirect URI as it was asked for, by POST

  @formpost-2-no-cache @must @needs-form_post @needs-authorization_code
  Rule: The page that carries a response is not kept
    Whoever uses the browser next could go back to it, and send the response once more.

    Scenario: A client asks for its response in a form
      Given a confidential client
      When the client asks for authorization with the response mode form_post
      Then the code is in the posted form
      And the page that carried it was not to be kept
