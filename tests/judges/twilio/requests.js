'use strict';
// Every request that we make, made by Twilio's own package: [name, call on a client], in the order of
// tests/support/twilio_samples.cpp.

const sid = (prefix, digit = 'a') => prefix + digit.repeat(32);
const from = new Date('2026-11-21T12:00:00Z');
const hour = new Date('2026-11-21T13:00:00Z');
const all = { limit: 10000, pageSize: 1000 };

const settings = {
  friendlyName: 'Vendas FL', voiceUrl: 'https://host.example/voice', voiceMethod: 'POST', voiceFallbackUrl: 'https://host.example/fallback',
  smsUrl: 'https://host.example/sms', smsMethod: 'POST', statusCallback: 'https://host.example/status', statusCallbackMethod: 'POST',
};
const reservation = (client) => client.taskrouter.v1.workspaces(sid('WS')).tasks(sid('WT')).reservations(sid('WR'));

module.exports = [
  ['create_call', (c) => c.calls.create({
    to: '+5518997751234', from: '+15550001111', url: 'https://host.example/voice?leg=a%20b&x=%C3%A9', method: 'POST', fallbackUrl: 'https://host.example/fallback',
    statusCallback: 'https://host.example/status', statusCallbackMethod: 'POST', statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    timeout: 25, timeLimit: 3600, sendDigits: 'ww12#', callerId: '+15550001111', callReason: 'retorno & você', sipAuthUsername: 'u', sipAuthPassword: 'p&=',
    record: true, recordingChannels: 'dual', recordingTrack: 'both', trim: 'do-not-trim', recordingStatusCallback: 'https://host.example/recording',
    recordingStatusCallbackMethod: 'POST', recordingStatusCallbackEvent: ['in-progress', 'completed'], machineDetection: 'DetectMessageEnd',
    machineDetectionTimeout: 20, machineDetectionSpeechThreshold: 2400, machineDetectionSpeechEndThreshold: 1200, machineDetectionSilenceTimeout: 5000,
    asyncAmd: 'true', asyncAmdStatusCallback: 'https://host.example/amd', asyncAmdStatusCallbackMethod: 'POST',
  })],
  ['create_call twiml', (c) => c.calls.create({ to: 'client:ana', from: '+15550001111', twiml: '<Response><Say>Olá</Say></Response>' })],
  ['fetch_call', (c) => c.calls(sid('CA')).fetch()],
  ['update_call twiml', (c) => c.calls(sid('CA')).update({ twiml: '<Response><Hangup/></Response>' })],
  ['update_call url', (c) => c.calls(sid('CA')).update({ url: 'https://host.example/next', method: 'GET' })],
  ['update_call canceled', (c) => c.calls(sid('CA')).update({ status: 'canceled' })],
  ['hang_up', (c) => c.calls(sid('CA')).update({ status: 'completed' })],
  ['list_calls', (c) => c.calls.list({ to: '+5518997751234', from: '+15550001111', status: 'no-answer', startTimeAfter: from, startTimeBefore: hour, limit: 50, pageSize: 50 })],

  ['fetch_recording', (c) => c.recordings(sid('RE')).fetch()],
  ['list_recordings', (c) => c.recordings.list({ callSid: sid('CA'), dateCreatedAfter: from, limit: 20, pageSize: 20 })],
  ['delete_recording', (c) => c.recordings(sid('RE')).remove()],
  ['start_recording', (c) => c.calls(sid('CA')).recordings.create({
    recordingChannels: 'dual', recordingTrack: 'both', trim: 'trim-silence', recordingStatusCallback: 'https://host.example/r', recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: ['completed', 'absent'],
  })],
  ['control_recording', (c) => c.calls(sid('CA')).recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'silence' })],

  ['create_account', (c) => c.api.v2010.accounts.create({ friendlyName: 'Cliente & filhos' })],
  ['fetch_account', (c) => c.api.v2010.accounts(sid('AC', 'b')).fetch()],
  ['update_account', (c) => c.api.v2010.accounts(sid('AC', 'b')).update({ status: 'suspended' })],
  ['list_accounts', (c) => c.api.v2010.accounts.list({ status: 'active', limit: 10, pageSize: 10 })],
  ['list_numbers', (c) => c.incomingPhoneNumbers.list({ phoneNumber: '+13055551234', limit: 10, pageSize: 10 })],
  ['update_number', (c) => c.incomingPhoneNumbers(sid('PN')).update(settings)],
  ['buy_number', (c) => c.incomingPhoneNumbers.create({ phoneNumber: '+13055551234', ...settings })],
  ['buy_number area', (c) => c.incomingPhoneNumbers.create({ areaCode: '305' })],
  ['release_number', (c) => c.incomingPhoneNumbers(sid('PN')).remove()],
  ['list_available', (c) => c.availablePhoneNumbers('US').local.list({ areaCode: 305, inRegion: 'FL', voiceEnabled: true, smsEnabled: true, limit: 5, pageSize: 5 })],
  ['list_available toll free', (c) => c.availablePhoneNumbers('US').tollFree.list({ contains: '833*', limit: 5, pageSize: 5 })],

  ['create_queue', (c) => c.queues.create({ friendlyName: 'suporte', maxSize: 50 })],
  ['fetch_queue', (c) => c.queues(sid('QU')).fetch()],
  ['update_queue', (c) => c.queues(sid('QU')).update({ maxSize: 60 })],
  ['list_queues', (c) => c.queues.list(all)],
  ['delete_queue', (c) => c.queues(sid('QU')).remove()],
  ['list_members', (c) => c.queues(sid('QU')).members.list(all)],
  ['dequeue', (c) => c.queues(sid('QU')).members('Front').update({ url: 'https://host.example/agent', method: 'POST' })],

  ['list_rooms', (c) => c.conferences.list({ friendlyName: 'room-1', status: 'in-progress', limit: 10, pageSize: 10 })],
  ['fetch_room', (c) => c.conferences(sid('CF')).fetch()],
  ['update_room', (c) => c.conferences(sid('CF')).update({ status: 'completed' })],
  ['create_participant', (c) => c.conferences(sid('CF')).participants.create({
    to: 'client:ana', from: '+15550001111', label: 'leg 1', statusCallback: 'https://host.example/leg', statusCallbackMethod: 'POST', statusCallbackEvent: ['ringing'],
    timeout: 20, earlyMedia: true, startConferenceOnEnter: true, endConferenceOnExit: false, beep: 'false', conferenceStatusCallback: 'https://host.example/room',
    conferenceStatusCallbackEvent: ['join', 'leave'], conferenceRecord: 'record-from-start', machineDetection: 'Enable', machineDetectionTimeout: 10,
    amdStatusCallback: 'https://host.example/amd', amdStatusCallbackMethod: 'POST',
  })],
  ['fetch_participant', (c) => c.conferences(sid('CF')).participants(sid('CA')).fetch()],
  ['update_participant', (c) => c.conferences(sid('CF')).participants(sid('CA')).update({ hold: true, holdUrl: 'https://host.example/music' })],
  ['remove_participant', (c) => c.conferences(sid('CF')).participants(sid('CA')).remove()],
  ['list_participants', (c) => c.conferences(sid('CF')).participants.list(all)],

  ['create_message', (c) => c.messages.create({
    to: '+5518997751234', from: '+15550001111', body: 'Olá! 1 + 1 = 2 & até já 👍', mediaUrl: ['https://host.example/1.png', 'https://host.example/2.png'],
    statusCallback: 'https://host.example/sms', validityPeriod: 600,
  })],
  ['create_message content', (c) => c.messages.create({
    to: 'whatsapp:+5518997751234', messagingServiceSid: sid('MG'), contentSid: sid('HX'), contentVariables: '{"1":"Ana"}', sendAt: from, scheduleType: 'fixed',
  })],
  ['fetch_message', (c) => c.messages(sid('SM')).fetch()],
  ['update_message', (c) => c.messages(sid('SM')).update({ status: 'canceled' })],
  ['list_messages', (c) => c.messages.list({ to: '+5518997751234', dateSentAfter: from, limit: 20, pageSize: 20 })],

  ['update_reservation', (c) => reservation(c).update({ reservationStatus: 'accepted' })],
  ['update_reservation dequeue', (c) => reservation(c).update({
    instruction: 'dequeue', dequeueFrom: '+15550001111', dequeueTo: 'client:ana', dequeueRecord: 'record-from-answer', dequeueTimeout: 30, dequeuePostWorkActivitySid: sid('WA'),
  })],
  ['update_reservation call', (c) => reservation(c).update({ instruction: 'call', callFrom: '+15550001111', callTo: 'client:ana', callUrl: 'https://host.example/agent', callAccept: true })],
  ['update_worker', (c) => c.taskrouter.v1.workspaces(sid('WS')).workers(sid('WK')).update({ activitySid: sid('WA'), rejectPendingReservations: true })],
];
