// Times of the server as the rest of the page writes them: in the viewer's zone, whatever this device's clock and zone.
const PARTS = { hour: "2-digit", minute: "2-digit", second: "2-digit" };

export function timesIn(zone) {
  const format = written(zone);
  return (moment) => format.format(new Date(moment));
}

// A browser may know fewer zones than the server; then the time is UTC's, and says so.
function written(timeZone) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone: "UTC", timeZoneName: "short" });
  }
}
