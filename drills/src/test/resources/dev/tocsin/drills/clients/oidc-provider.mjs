// A certified provider of OpenID Connect with its own pages for development: whoever types a name is
// taken for that person. What is not asked for by scope is not told, and all of it only as user info.
import { Provider } from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "tocsin",
    client_secret: "a secret: with % & + in it",
    redirect_uris: [redirect],
  }],
  claims: { email: ["email", "email_verified"], groups: ["groups"] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified"), groups: ["sre"] }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
