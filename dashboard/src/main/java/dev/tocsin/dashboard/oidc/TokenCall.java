package dev.tocsin.dashboard.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.tocsin.channels.Answer;
import java.net.URI;
import java.util.List;

/** Turns a code into tokens: from us to the provider, past the browser. */
final class TokenCall {

  private final OidcConfig config;
  private final Calls calls;
  private final URI callback;

  TokenCall(OidcConfig config, Calls calls, URI callback) {
    this.config = config;
    this.calls = calls;
    this.callback = callback;
  }

  OIDCTokenResponse redeem(OIDCProviderMetadata metadata, String code, Journey journey)
      throws ProviderException {
    var grant =
        new AuthorizationCodeGrant(new AuthorizationCode(code), callback, journey.verifier());
    URI at = metadata.getTokenEndpointURI();
    ClientID id = new ClientID(config.clientId());
    TokenRequest request =
        config
            .clientSecret()
            .map(secret -> new TokenRequest(at, us(metadata, id, new Secret(secret)), grant, null))
            .orElseGet(() -> new TokenRequest(at, id, grant, null));
    Answer answer = calls.post(request.toHTTPRequest());
    if (answer.status() != 200) {
      throw problem(answer);
    }
    try {
      OIDCTokenResponse tokens = OIDCTokenResponse.parse(JSONObjectUtils.parse(answer.text()));
      if (tokens.getOIDCTokens().getIDToken() == null) {
        throw ProviderException.away("there is no id token in its answer");
      }
      return tokens;
    } catch (ParseException e) {
      // The message would quote what it could not read, and that may be a token.
      throw ProviderException.away("its answer holds no tokens");
    }
  }

  /** In the header, unless it only takes it in the form. */
  private static ClientAuthentication us(
      OIDCProviderMetadata metadata, ClientID id, Secret secret) {
    List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
    boolean form =
        taken != null
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return form ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
  }

  /** A code that is used up or made up is the visitor's trouble; the rest is ours or theirs. */
  private static ProviderException problem(Answer answer) {
    String error = answer.json().path("error").asText("").replaceAll("[^a-z_]", "?");
    String why = "no tokens: answered %d %s".formatted(answer.status(), error);
    return error.equals("invalid_grant")
        ? ProviderException.refuses(why)
        : ProviderException.away(why);
  }
}
