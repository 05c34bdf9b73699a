// A form with data-passkey asks the browser for a passkey before it is sent: "create" or "get", with
// what data-options answers. Where there are no passkeys, such forms stay hidden.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((credential) => ({ ...credential, id: bytes(credential.id) }));

  // JSON has no bytes: the same as parse…OptionsFromJSON and toJSON, for browsers that lack them.
  const ask = {
    create: (o) => navigator.credentials.create({ publicKey: {
      ...o,
      challenge: bytes(o.challenge),
      user: { ...o.user, id: bytes(o.user.id) },
      excludeCredentials: known(o.excludeCredentials),
    } }),
    get: (o) => navigator.credentials.get({ publicKey: {
      ...o,
      challenge: bytes(o.challenge),
      allowCredentials: known(o.allowCredentials),
    } }),
  };
  const told = (credential) => {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (said.attestationObject) {
      response.attestationObject = text(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      response.userHandle = text(said.userHandle) || undefined;
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: {},
      response,
    });
  };

  const reasons = {
    NotAllowedError: "No passkey was chosen. Try again, or go another way.",
    InvalidStateError: "This device has a passkey for this account already.",
    SecurityError: "The browser gives no passkeys to this address.",
  };
  const run = async (form, problem) => {
    problem.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, {
        method: "POST",
        headers: { "X-CSRF-Token": form.elements.csrf.value },
      });
      if (answer.redirected) {
        location.href = answer.url; // to sign in, or to show again who they are
        return;
      }
      if (!answer.ok) {
        location.reload(); // the page is too old
        return;
      }
      form.elements.credential.value = told(await ask[form.dataset.passkey](await answer.json()));
      form.submit();
    } catch (e) {
      problem.textContent = reasons[e.name] || "That did not work. Try again, or go another way.";
      problem.hidden = false;
    }
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const problem = form.querySelector("[data-problem]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form, problem);
    });
  });
  document.querySelectorAll("[data-without-passkeys]").forEach((element) => { element.hidden = true; });
})();
