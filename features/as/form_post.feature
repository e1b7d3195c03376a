@as
Feature: A response in a form is for the client alone

  @formpost-2-no-cache @must @needs-form_post @needs-authorization_code
  Rule: The page that carries a response is not kept
    Whoever uses the browser next could go back to it, and send the response once more.

    Scenario: A client asks for its response in a form
      Given a confidential client
      When the client asks for authorization with the response mode form_post
      Then the response comes in the posted form
      And the page that carried it was not to be kept
