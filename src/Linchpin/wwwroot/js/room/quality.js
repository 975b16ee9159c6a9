// How good the line is, from what the browser counts. Pure functions: numbers in, a word out.

/** "good", "fair", "poor", or "none" when nothing has arrived. Loss as a share (0 to 1), round trip in seconds.
 * The limits follow what speech bears: G.114 wants under 400 ms one way at most, and Opus hides a few percent of loss. */
export const grade = ({ loss, roundTrip, arriving }) =>
  !arriving ? "none"
    : loss > 0.08 || roundTrip > 0.6 ? "poor"
    : loss > 0.025 || roundTrip > 0.3 ? "fair"
    : "good";

/** What a report says, in totals since the call began. */
export const totals = report => {
  const sum = { lost: 0, received: 0, bytes: 0, frames: 0, width: 0, height: 0, audioPackets: 0, audioEnergy: 0, roundTrip: 0, farLoss: 0, relayed: false, at: 0 };
  let pair = null;
  const byId = new Map();
  for (const entry of report.values()) {
    byId.set(entry.id, entry);
    sum.at = Math.max(sum.at, entry.timestamp);
    if (entry.type === "inbound-rtp") {
      sum.lost += Math.max(0, entry.packetsLost ?? 0);
      sum.received += entry.packetsReceived ?? 0;
      sum.bytes += entry.bytesReceived ?? 0;
      if (entry.kind === "video") { sum.frames += entry.framesDecoded ?? 0; sum.width = entry.frameWidth ?? 0; sum.height = entry.frameHeight ?? 0; }
      if (entry.kind === "audio") { sum.audioPackets += entry.packetsReceived ?? 0; sum.audioEnergy += entry.totalAudioEnergy ?? 0; }
    }
    if (entry.type === "remote-inbound-rtp") sum.farLoss = Math.max(sum.farLoss, entry.fractionLost ?? 0);
    if (entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded" && (!pair || entry.bytesReceived > pair.bytesReceived)) pair = entry;
  }
  sum.roundTrip = pair?.currentRoundTripTime ?? 0;
  sum.relayed = byId.get(pair?.localCandidateId)?.candidateType === "relay";
  return sum;
};

/** What happened between two totals. */
export const between = (before, after) => {
  const received = after.received - before.received, lost = Math.max(0, after.lost - before.lost), seconds = Math.max(0.001, (after.at - before.at) / 1000);
  return {
    loss: Math.max(received + lost > 0 ? lost / (received + lost) : 0, after.farLoss),
    roundTrip: after.roundTrip,
    bitrate: Math.max(0, (after.bytes - before.bytes) * 8 / seconds),
    arriving: received > 0,
    hears: after.audioPackets > before.audioPackets,
    sees: after.frames > before.frames,
  };
};
