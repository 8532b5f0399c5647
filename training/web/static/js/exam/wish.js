// Small things remembered on this device: wishes for every exam, and where one is in this attempt.
export class Wish {
  constructor(prefix) {
    this.prefix = prefix;
  }

  read(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Storage is off: it lasts until the page is left.
    }
  }

  forget() {
    try {
      Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)).forEach((name) => localStorage.removeItem(name));
    } catch {
      // Storage is off: nothing was remembered.
    }
  }
}
