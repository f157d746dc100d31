"use strict";
// The preview form. Text is only ever set with textContent: what a person pastes can never become markup.
const at = (id) => document.getElementById(id);
const ACTIONS = { forward: "It would be sent.", hold: "It would be held for a reviewer.", block: "It would be stopped." };

function showFindings(text, findings) {
  const box = at("found");
  box.replaceChildren();
  const points = Array.from(text); // offsets count code points, not UTF-16 units
  let done = 0;
  for (const finding of findings) {
    box.append(points.slice(done, finding.start).join(""));
    const mark = document.createElement("mark");
    mark.className = finding.treatment;
    mark.textContent = points.slice(finding.start, finding.end).join("");
    const label = document.createElement("small");
    label.textContent = `${finding.entity} · ${finding.treatment}`;
    mark.append(label);
    box.append(mark);
    done = finding.end;
  }
  box.append(points.slice(done).join(""));
}

function showResult(text, result) {
  at("verdict").textContent = `${ACTIONS[result.action]} Severity ${result.severity}.`;
  showFindings(text, result.findings);
  at("outbound").textContent = result.outbound === null ? "Nothing: a password or key is never released." : result.outbound;
  at("reasons").replaceChildren(...result.reasons.map((reason) => {
    const item = document.createElement("li");
    item.textContent = `${reason.sentence} (${reason.rule}, ${reason.clause})`;
    return item;
  }));
  at("result").hidden = false;
}

at("preview").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = at("text").value;
  at("problem").hidden = true;
  at("result").hidden = true;
  try {
    const answer = await fetch("/v1/preview", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${at("key").value}` },
      body: JSON.stringify({ text, tier: at("tier").value }),
    });
    const result = await answer.json();
    if (!answer.ok) throw new Error(result.error.message);
    showResult(text, result);
  } catch (error) {
    at("problem").textContent = error.message;
    at("problem").hidden = false;
  }
});
