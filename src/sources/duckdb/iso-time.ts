export {
  daysOfIsoDate,
  isoDateOfDays,
  isoTimeOfMicros,
  isoTimestampOfMicros,
  microsOfIsoTime,
  microsOfIsoTimestamp,
} from '../../sql/iso-time.js';
