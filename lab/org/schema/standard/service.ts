/** Service and activities: cases, tasks, events, e-mail. Object Reference v67, those pages: names, types and relationships as far as code and queries meet them. See `read.ts` for the notation. */
export const SERVICE = `
Case 500
  AccountId >Account Cases
  AssetId >Asset Cases
  BusinessHoursId >BusinessHours
  CaseNumber auto30({00000000}) =
  ClosedDate dt =
  Comments area32000
  ContactEmail mail =
  ContactFax phone =
  ContactId >Contact Cases
  ContactMobile phone =
  ContactPhone phone =
  Description area32000
  IsClosed check =
  IsClosedOnCreate check =
  IsEscalated check
  Language text255
  LastReferencedDate dt =
  LastViewedDate dt =
  MasterRecordId >Case =
  Origin pick255(Phone|Email|Web)
  OwnerId >User,Group
  ParentId >Case Cases
  Priority pick255(High|Medium*|Low)
  Reason pick255(Installation|Equipment Complexity|Performance|Breakdown|Equipment Design|Feedback|Other)
  Status pick255(New*|Working|Escalated|Closed)
  Subject text255
  SuppliedCompany text255
  SuppliedEmail mail
  SuppliedName text255
  SuppliedPhone phone
  Type pick255(Mechanical|Electrical|Electronic|Structural|Other)
CaseComment 00a
  CommentBody area4000
  CommentBodyRichtext text255
  IsPublished check
  ParentId >Case CaseComments cascade ! ~
Task 00T
  AccountId >Account =
  ActivityDate date
  CallDisposition text255
  CallDurationInSeconds int
  CallObject text255
  CallType pick255(Internal|Inbound|Outbound)
  CompletedDateTime dt =
  Description area32000
  IsArchived check =
  IsClosed check =
  IsHighPriority check =
  IsReminderSet check
  OwnerId >User,Group
  Priority pick255(High|Normal*|Low) !
  ReminderDateTime dt
  Status pick255(Not Started*|In Progress|Completed|Waiting on someone else|Deferred) !
  Subject text255
  TaskSubtype pick255(Task*|Email|Call|ListEmail|Cadence)
  Type pick255()
  WhatCount int =
  WhatId >Account,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Solution,Quote,* Tasks
  WhoCount int =
  WhoId >Contact,Lead Tasks
Event 00U
  AccountId >Account =
  ActivityDate date
  ActivityDateTime dt
  Description area32000
  DurationInMinutes int
  EndDate date
  EndDateTime dt
  EventSubtype pick255(Event*)
  GroupEventType text255
  IsAllDayEvent check
  IsArchived check =
  IsChild check
  IsGroupEvent check
  IsPrivate check
  IsReminderSet check
  Location text255
  OwnerId >User
  ReminderDateTime dt
  ShowAs pick255(Busy*|OutOfOffice|Free) !
  StartDateTime dt
  Subject text255
  Type pick255()
  WhatCount int =
  WhatId >Account,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Solution,Quote,* Events
  WhoCount int =
  WhoId >Contact,Lead Events
EmailMessage 02s
  ActivityId >Task
  AttachmentIds text255
  AutomationType text255
  BccAddress area4000
  CcAddress area4000
  ClientThreadIdentifier text255
  EmailTemplateId >EmailTemplate
  FirstOpenedDate dt
  FromAddress text255
  FromName text255
  HasAttachment check
  Headers text255
  HtmlBody area131072
  Incoming check
  IsBounced check
  IsClientManaged check
  IsExternallyVisible check
  IsOpened check
  IsTracked check
  LastOpenedDate dt
  MessageDate dt
  MessageIdentifier text255
  Name text255
  ParentId >Case EmailMessages cascade
  RelatedToId >Account,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Solution,Quote,*
  ReplyToEmailMessageId >EmailMessage
  Source text255
  Status pick255(0*|1|2|3|4|5)
  Subject text255
  TextBody area131072
  ThreadIdentifier text255
  ToAddress area4000
  ValidatedFromAddress text255
EmailTemplate 00X setup
  ApiVersion num
  Body area384000
  Description area32000
  DeveloperName text255 !
  Encoding text255
  FolderName text255
  HtmlValue area384000
  IsActive check
  IsBuilderContent check
  LastUsedDate dt
  Markup area32000
  Name text255 !
  NamespacePrefix text255
  OwnerId >User
  RelatedEntityType text255
  Subject text255
  TemplateStyle text255
  TemplateType pick255(text|html|custom|visualforce) !
  TimesUsed int
  UiType text255
Solution 501
  IsHtml check
  IsPublished check
  IsPublishedInPublicKb check
  IsReviewed check
  LastReferencedDate dt =
  LastViewedDate dt =
  OwnerId >User
  SolutionName text255 !
  SolutionNote area32000
  SolutionNumber auto30({00000000}) =
  Status text255
  TimesUsed int
Entitlement 550
  AccountId >Account Entitlements !
  AssetId >Asset
  BusinessHoursId >BusinessHours
  CasesPerEntitlement int
  EndDate date
  IsPerIncident check
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255 !
  RemainingCases int
  RemainingWorkOrders int
  StartDate date
  Status text255
  Type text255
  WorkOrdersPerEntitlement int
BusinessHours 01m setup
  FridayEndTime time
  FridayStartTime time
  IsActive check
  IsDefault check
  LastViewedDate dt =
  MondayEndTime time
  MondayStartTime time
  Name text255 !
  SaturdayEndTime time
  SaturdayStartTime time
  SundayEndTime time
  SundayStartTime time
  ThursdayEndTime time
  ThursdayStartTime time
  TimeZoneSidKey text255
  TuesdayEndTime time
  TuesdayStartTime time
  WednesdayEndTime time
  WednesdayStartTime time
Holiday 0C0 setup
  ActivityDate date
  Description area32000
  EndTimeInMinutes int
  IsAllDay check
  Name text255 !
  NextOccurrenceDate date
  StartTimeInMinutes int
TaskStatus 0K0 setupread
  ApiName text255
  IsClosed check
  IsDefault check
  MasterLabel text255
  SortOrder int
CaseStatus 01K setupread
  ApiName text255
  IsClosed check
  IsDefault check
  MasterLabel text255
  SortOrder int
Idea 087
  AttachmentBody b64
  AttachmentContentType text255
  AttachmentLength int
  AttachmentName text255
  Body area32000
  Categories text255
  CreatorFullPhotoUrl url
  CreatorName text255
  CreatorSmallPhotoUrl url
  IsHtml check
  IsMerged check
  LastCommentDate dt
  LastReferencedDate dt =
  LastViewedDate dt =
  NumComments int
  ParentIdeaId >Idea
  Status text255
  Title text255 !
  VoteScore num
  VoteTotal money
`;
