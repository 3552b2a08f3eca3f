trigger MarketoCampaignMemberTrigger on CampaignMember(after insert, after update, after delete) {
  MarketoMemberRecorder.record(Trigger.operationType, Trigger.old, Trigger.new);
}
