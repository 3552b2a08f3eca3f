trigger MarketoCampaignTrigger on Campaign(after delete, after undelete) {
  MarketoLookAgain.campaigns(Trigger.isDelete ? Trigger.old : Trigger.new);
}
