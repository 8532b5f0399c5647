// What the parts of the exam page tell each other; none of them knows who listens.
//
// typing: whether something typed is not given yet
// act: the candidate did something     queue: what waits to be sent, and why     reply: the server answered
// drafts: which questions hold what is too long to be saved
// shown: another question is open      lock: whether answers are taken           over: the time is up
export class Bus {
  #heard = new EventTarget();

  hear(name, then) {
    this.#heard.addEventListener(name, (event) => then(event.detail));
  }

  tell(name, detail = {}) {
    this.#heard.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
