@client @needs-openid
Feature: An ID token is believed only when everything in it fits

  Background:
    Given an application that signs its users in

  @oidc-core-3.1.3.5-client-id-token-there @must
  Rule: Nobody is signed in without an ID token
    Whoever keeps the ID token back keeps all that is looked at in it back.

    Scenario: The token response has no ID token
      When somebody signs in at an authorization server that issues no ID token
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-iss @must
  Rule: An ID token of another issuer is refused
    A token that another server issued, whose users anybody may name as they like, opens the accounts of this one's.

    Scenario Outline: The ID token is from a server that <flaw>
      When somebody signs in at an authorization server that <flaw>
      Then nobody is signed in

      Examples:
        | flaw                                            |
        | names another issuer                            |
        | names its issuer with a slash after it          |
        | names its issuer in capital letters             |
        | names an issuer whose name begins like its own  |
        | names an issuer whose name ends like its own    |

  @oidc-core-3.1.3.7-client-iss-missing @must
  Rule: An ID token that names no issuer is refused
    Nobody knows whose word the token is.

    Scenario: The ID token names no issuer
      When somebody signs in at an authorization server that names no issuer
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-aud @must
  Rule: An ID token for another client is refused
    Whoever runs another application of the same server takes the tokens of its users and signs in here as them.

    Scenario Outline: The ID token is from a server that <flaw>
      When somebody signs in at an authorization server that <flaw>
      Then nobody is signed in

      Examples:
        | flaw                                                   |
        | names another audience                                 |
        | names an audience whose name begins like the client's  |
        | names an audience whose name ends like the client's    |
        | names the client with its letters in the other case    |

  @oidc-core-3.1.3.7-client-aud-missing @must
  Rule: An ID token for nobody in particular is refused
    A token without an audience is good everywhere, whoever it was made for.

    Scenario: The ID token names no audience
      When somebody signs in at an authorization server that names no audience
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-aud-extra @must
  Rule: An ID token that is also for somebody whom the client does not trust is refused
    The other one has the token too, and can bring it here.

    Scenario: The ID token has one audience too many
      When somebody signs in at an authorization server that names a further audience
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-aud-array @must
  Rule: An audience is a text or a list
    Servers that write the one audience as a list cannot be used.

    Scenario: The ID token names its one audience in a list
      When somebody signs in at an authorization server that names its audience in a list
      Then the user is signed in

  @oidc-core-3.1.3.7-client-azp @should
  Rule: An ID token that was made for another party is refused
    A token that another client may use is taken as if it were one's own.

    Scenario: The ID token names another authorized party
      When somebody signs in at an authorization server that names another authorized party
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-signature @should
  Rule: An ID token whose signature does not fit is refused
    Where the connection to the token endpoint is not what the client believes, the signature is all that is left.

    Scenario Outline: The ID token is from a server that <flaw>
      When somebody signs in at an authorization server that <flaw>
      Then nobody is signed in

      Examples:
        | flaw                                                                   |
        | changes the ID token after signing it                                  |
        | signs the ID token with a key that it never publishes                  |
        | signs the ID token with zeroes                                         |
        | signs the ID token with a key that the token brings along              |
        | signs the ID token with a key that the token says where to find        |
        | signs the ID token with a key whose certificate the token brings along |

  @rfc7515-4.1.11-client-crit @should
  Rule: An ID token with a critical header that the application does not know is refused
    What the server marked as critical changes what the token means, and the application does not know how.

    Scenario: The ID token has a critical header that nobody knows
      When somebody signs in at an authorization server that marks a header that nobody knows as critical
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-alg-unexpected @should
  Rule: An ID token is signed with the algorithm that was registered
    A key that was published for another purpose becomes one that signs users in.

    Scenario: The ID token is signed with another algorithm
      When somebody signs in at an authorization server that signs with another algorithm
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-alg-none @should
  Rule: An ID token without a signature is refused
    Anybody can write one.

    Scenario Outline: The ID token is from a server that <flaw>
      When somebody signs in at an authorization server that <flaw>
      Then nobody is signed in

      Examples:
        | flaw                                                                      |
        | does not sign the ID token                                                |
        | does not sign the ID token, and writes that it does not in another case   |
        | leaves the signature of the ID token out                                  |

  @oidc-core-3.1.3.7-client-alg-confusion @should
  Rule: A public key is not taken for a shared secret
    Everybody has the server's public key, and with it could make tokens.

    Scenario: The ID token is keyed with the server's public key
      When somebody signs in at an authorization server that keys the ID token with its public key
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-exp @must
  Rule: An ID token that has ended is refused
    A token found in an old log signs in for ever.

    Scenario: The ID token ended long ago
      When somebody signs in at an authorization server that issues an expired ID token
      Then nobody is signed in

    Scenario: The ID token ended half an hour ago
      When somebody signs in at an authorization server that issues an ID token that ended half an hour ago
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-exp-missing @must
  Rule: An ID token that never ends is refused
    As above, and nothing would ever stop it.

    Scenario: The ID token does not say when it ends
      When somebody signs in at an authorization server that does not say when the ID token ends
      Then nobody is signed in

  @oidc-core-2-client-iat @should
  Rule: An ID token says when it was issued
    How old it is decides how long its nonce has to be remembered.

    Scenario: The ID token does not say when it was issued
      When somebody signs in at an authorization server that does not say when it issued the ID token
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-iat-old @may
  Rule: An ID token that was issued too long ago may be refused
    A client may refuse such a token and may accept it, and nothing that it says elsewhere tells which it chose: no answer is wrong.

  @oidc-core-2-client-sub-missing @must
  Rule: An ID token without a subject is refused
    The user has no name, or everybody has the same.

    Scenario: The ID token names no subject
      When somebody signs in at an authorization server that names no subject
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-nonce @must
  Rule: An ID token belongs to the sign-in whose nonce it carries
    An ID token that was stolen from one sign-in is put into another.

    Scenario Outline: The ID token <flaw>
      Given an application that sends a nonce
      When somebody signs in at an authorization server that <flaw>
      Then nobody is signed in

      Examples:
        | flaw                     |
        | signs a nonce of its own |
        | signs no nonce           |

  @oidc-core-3.1.3.7-client-nonce-replay @should
  Rule: A nonce is good for one sign-in
    Whoever has seen an authorization request answers it once more, with an ID token of their own.

    Scenario: An authorization request is answered twice
      Given an application that sends a nonce
      And a user who has come back to the application
      When an attacker answers the user's authorization request once more, in the user's browser
      Then the user's browser does not show the attacker

  @oidc-core-3.1.3.7-client-acr @should
  Rule: Who asked how a user signs in looks whether it was so
    A page that wants a second factor opens to whoever has the password.

    Scenario: The ID token names a lower class of authentication than was asked for
      Given an application that asks for a class of authentication
      When somebody signs in at an authorization server that names a lower class of authentication
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-auth-time @should
  Rule: Who asked for a sign-in of late looks when it was
    A browser that was left open years ago confirms a payment.

    Scenario: The ID token names a sign-in of long before
      Given an application that asks for a sign-in of late
      When somebody signs in at an authorization server that says that the user signed in years ago
      Then nobody is signed in

  @oidc-core-3.1.3.7-client-encrypted @should
  Rule: Where encryption was agreed on, an ID token without it is refused
    What the user wanted hidden from whoever is on the way is there to read, and nobody notices.

    Scenario: The ID token is not encrypted
      Given an application whose ID tokens are encrypted
      When somebody signs in at an authorization server that does not encrypt the ID token
      Then nobody is signed in

  @fapi1-adv-8.6.1-client-no-rsa15 @must
  Rule: An ID token that was encrypted with RSA1_5 is refused
    Whoever can ask the application often enough whether an encryption is well-formed reads what is in it.

    Scenario: The ID token is encrypted with RSA1_5
      Given an application whose ID tokens are encrypted to an RSA key, by another algorithm than RSA1_5
      When somebody signs in at an authorization server that encrypts the ID token with RSA1_5
      Then nobody is signed in

  @oidc-core-3.1.3.8-client-at-hash @may @needs-at_hash
  Rule: An access token that the ID token does not vouch for is refused
    Somebody put another access token beside the ID token, and the application works with somebody else's data.

    Scenario: The ID token vouches for another access token
      When somebody signs in at an authorization server that vouches for another access token
      Then nobody is signed in

  @oidc-core-3.1.3.6-client-at-hash-optional @may
  Rule: An ID token from the token endpoint need not vouch for the access token
    Servers that leave it out, as they may, cannot be used.

    Scenario: The ID token vouches for no access token
      When somebody signs in at an authorization server that vouches for no access token
      Then the user is signed in

  @oidc-core-10.1.1-key-rotation-client @should
  Rule: A key that is new is fetched
    Each time the server changes its keys, as it should, nobody can sign in until the application is started again.

    Scenario: The server has changed its keys
      When somebody keeps signing in at an authorization server that has new keys
      Then the user is signed in, at once or a little later

  @oidc-core-10.1-client-kid-absent @may
  Rule: An ID token that names no key is verified with the one that there is
    Where several keys are published a client may try them or refuse, and a server of one key that leaves its name out is not told from it: no answer is wrong.

  @oidc-core-5.7-client-not-by-address @must
  Rule: A user is known by issuer and subject, and not by an address
    Whoever has the server put a victim's address to their own account, where nobody checks it, signs in as the victim.

    Scenario Outline: An attacker has the user's address, whose verification is <said>
      Given a user whom the application shows beside an address
      When an attacker signs in with the same address, whose verification is <said>
      Then in the attacker's browser the user is not shown

      Examples:
        | said             |
        | false            |
        | not mentioned    |
        | null             |
        | the text "false" |
        | the text "0"     |
        | the number 0     |
        | an empty list    |

    Scenario: An attacker was there before the user, with the user's address
      Given an attacker whom the application shows beside an address that is not verified
      When the user signs in with the same address, which is verified
      Then in the user's browser the attacker is not shown

  @oidc-core-5.3.4-client-userinfo-sub @must @needs-userinfo
  Rule: What is told about another user is thrown away
    Whoever can swap an access token has the application show, and trust, another user's address.

    Scenario: UserInfo tells about somebody else than the ID token
      When somebody signs in at an authorization server that tells about somebody else
      Then nothing is shown of what was told

    Scenario: UserInfo does not say about whom it tells
      When somebody signs in at an authorization server that tells about somebody else, and not about whom
      Then nothing is shown of what was told

  @oidc-core-5.3.4-client-userinfo-signature @should @needs-userinfo
  Rule: Signed UserInfo is believed by its signature
    Whoever sits between the application and the endpoint writes what is told about users.

    Scenario: UserInfo is signed with a key that is nobody's
      Given an application that is told about its users in signed answers
      When somebody signs in at an authorization server that signs what it tells about a user with a key that it never publishes
      Then nothing is shown of what was told

  @oidc-core-5.6.2-client-aggregated @may @needs-userinfo
  Rule: A claim that comes with its own signature is taken, or left
    Users whose server passes on what others vouch for cannot sign in.

    Scenario: UserInfo passes on what somebody else vouches for
      When somebody signs in at an authorization server that tells a user's credit score in somebody else's name
      Then the user is signed in

  @oidc-core-5.6.2-client-distributed @may @needs-userinfo
  Rule: A claim that is told elsewhere is asked for there with the token that came with it, or left
    Users whose bank does not answer cannot sign in, or the application hands the bank a token that opens their account elsewhere.

    Scenario: UserInfo names a place that tells nothing
      When somebody signs in at an authorization server that says where a user's credit score is told
      Then the user is signed in

    Scenario: The application asks there
      When somebody signs in at an authorization server that says where a user's credit score is told
      Then the place was asked with the token that came with it

  @oidc-core-5.3.1-client-userinfo-call @should @needs-userinfo
  Rule: UserInfo is asked by GET, with the token in the header
    Addresses and bodies end in logs that headers do not.

    Scenario: The application asks about its user
      When somebody signs in
      Then UserInfo was asked by GET with the token in the header
