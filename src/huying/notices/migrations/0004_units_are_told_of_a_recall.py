"""A unit is told that an order was taken back from it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_notices_of_talk'),
        ('organisation', '0007_spots'),
        ('workorders', '0032_answers_are_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='message_text',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_text',
        ),
        migrations.AlterField(
            model_name='message',
            name='text',
            field=models.CharField(choices=[('assigned', '工单 {number} 已派给本单位主办，请签收。'), ('assist_asked', '工单 {number} 请本单位协办，请按时反馈。'), ('recalled', '工单 {number} 已由派单岗收回，请停止办理。'), ('ruled', '工单 {number} 已由热线指定本单位承办，不能再退单，请签收。'), ('passed_down', '工单 {number} 已交本单位办理，请按时报回。'), ('passed_up', '工单 {number} 下级单位已报回，请核对后办理。'), ('urged', '工单 {number} 有新的催办，请尽快办理。'), ('information', '工单 {number} 诉求人补充了情况，请查看。'), ('caller_wrote', '工单 {number} 诉求人给承办单位留言，请查看回复。'), ('withdrawn', '工单 {number} 已撤单，不用再办理。'), ('return_asked', '工单 {number} 承办单位申请退单，请审核。'), ('returned', '工单 {number} 已退回热线，请重新派单。'), ('return_decided', '工单 {number} 的退单申请已有裁定，请查看。'), ('conference', '工单 {number} 请本单位发表会商意见。'), ('opinion', '工单 {number} 有单位发表了会商意见。'), ('whistle', '工单 {number} 街道（乡镇）吹哨，请本单位按时到现场报到。'), ('arrived', '工单 {number} 被吹哨的单位已报到。'), ('call_refused', '工单 {number} 有单位拒绝报到，请查看理由。'), ('escalated', '工单 {number} 有提级请示，请研究答复。'), ('escalation_told', '工单 {number} 的提级请示已有答复，请查看。'), ('instructed', '工单 {number} 有领导批示，请落实并报告。'), ('supervised', '工单 {number} 已被督办，请在时限内答复督办。'), ('supervision_told', '工单 {number} 的督办已有答复，请督查跟进。'), ('supervision_again', '工单 {number} 的督办答复未获认可，请按督办意见重新答复。'), ('extension_asked', '工单 {number} 申请延期，请审批。'), ('extension_told', '工单 {number} 的延期申请已有结果，请查看。'), ('hanging_asked', '工单 {number} 申请挂账，请审批。'), ('hanging_told', '工单 {number} 的挂账申请已有结果，请查看。'), ('assist_done', '工单 {number} 有协办单位反馈，请查看。'), ('reply_to_review', '工单 {number} 已提交答复，请审核。'), ('reply_back', '工单 {number} 的答复没有通过审核，请修改后重新提交。'), ('followup_due', '工单 {number} 可以回访了。'), ('rework', '工单 {number} 回访未解决，退回重办，请尽快办理。'), ('emergency', '紧急工单 {number} 已派给本单位，请立即签收办理。'), ('not_signed', '紧急工单 {number} 派出后无人签收，请立即安排签收办理。'), ('unit_silent', '紧急工单 {number} 承办单位一直无人签收，请立即电话联系该单位。'), ('caller_accepted', '您反映的诉求（工单号 {number}）已受理。'), ('caller_assigned', '您反映的诉求（工单号 {number}）已交承办单位办理。'), ('caller_replied', '您反映的诉求（工单号 {number}）已有办理结果，热线将回访，您也可以凭查询码查看。'), ('caller_asked', '您反映的诉求（工单号 {number}）承办单位给您留言，请凭查询码查看，也可以在那里回复。')], max_length=20),
        ),
        migrations.AlterField(
            model_name='notice',
            name='text',
            field=models.CharField(choices=[('assigned', '工单 {number} 已派给本单位主办，请签收。'), ('assist_asked', '工单 {number} 请本单位协办，请按时反馈。'), ('recalled', '工单 {number} 已由派单岗收回，请停止办理。'), ('ruled', '工单 {number} 已由热线指定本单位承办，不能再退单，请签收。'), ('passed_down', '工单 {number} 已交本单位办理，请按时报回。'), ('passed_up', '工单 {number} 下级单位已报回，请核对后办理。'), ('urged', '工单 {number} 有新的催办，请尽快办理。'), ('information', '工单 {number} 诉求人补充了情况，请查看。'), ('caller_wrote', '工单 {number} 诉求人给承办单位留言，请查看回复。'), ('withdrawn', '工单 {number} 已撤单，不用再办理。'), ('return_asked', '工单 {number} 承办单位申请退单，请审核。'), ('returned', '工单 {number} 已退回热线，请重新派单。'), ('return_decided', '工单 {number} 的退单申请已有裁定，请查看。'), ('conference', '工单 {number} 请本单位发表会商意见。'), ('opinion', '工单 {number} 有单位发表了会商意见。'), ('whistle', '工单 {number} 街道（乡镇）吹哨，请本单位按时到现场报到。'), ('arrived', '工单 {number} 被吹哨的单位已报到。'), ('call_refused', '工单 {number} 有单位拒绝报到，请查看理由。'), ('escalated', '工单 {number} 有提级请示，请研究答复。'), ('escalation_told', '工单 {number} 的提级请示已有答复，请查看。'), ('instructed', '工单 {number} 有领导批示，请落实并报告。'), ('supervised', '工单 {number} 已被督办，请在时限内答复督办。'), ('supervision_told', '工单 {number} 的督办已有答复，请督查跟进。'), ('supervision_again', '工单 {number} 的督办答复未获认可，请按督办意见重新答复。'), ('extension_asked', '工单 {number} 申请延期，请审批。'), ('extension_told', '工单 {number} 的延期申请已有结果，请查看。'), ('hanging_asked', '工单 {number} 申请挂账，请审批。'), ('hanging_told', '工单 {number} 的挂账申请已有结果，请查看。'), ('assist_done', '工单 {number} 有协办单位反馈，请查看。'), ('reply_to_review', '工单 {number} 已提交答复，请审核。'), ('reply_back', '工单 {number} 的答复没有通过审核，请修改后重新提交。'), ('followup_due', '工单 {number} 可以回访了。'), ('rework', '工单 {number} 回访未解决，退回重办，请尽快办理。'), ('emergency', '紧急工单 {number} 已派给本单位，请立即签收办理。'), ('not_signed', '紧急工单 {number} 派出后无人签收，请立即安排签收办理。'), ('unit_silent', '紧急工单 {number} 承办单位一直无人签收，请立即电话联系该单位。'), ('caller_accepted', '您反映的诉求（工单号 {number}）已受理。'), ('caller_assigned', '您反映的诉求（工单号 {number}）已交承办单位办理。'), ('caller_replied', '您反映的诉求（工单号 {number}）已有办理结果，热线将回访，您也可以凭查询码查看。'), ('caller_asked', '您反映的诉求（工单号 {number}）承办单位给您留言，请凭查询码查看，也可以在那里回复。')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('text__in', ['assigned', 'assist_asked', 'recalled', 'ruled', 'passed_down', 'passed_up', 'urged', 'information', 'caller_wrote', 'withdrawn', 'return_asked', 'returned', 'return_decided', 'conference', 'opinion', 'whistle', 'arrived', 'call_refused', 'escalated', 'escalation_told', 'instructed', 'supervised', 'supervision_told', 'supervision_again', 'extension_asked', 'extension_told', 'hanging_asked', 'hanging_told', 'assist_done', 'reply_to_review', 'reply_back', 'followup_due', 'rework', 'emergency', 'not_signed', 'unit_silent', 'caller_accepted', 'caller_assigned', 'caller_replied', 'caller_asked'])), name='message_text'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('text__in', ['assigned', 'assist_asked', 'recalled', 'ruled', 'passed_down', 'passed_up', 'urged', 'information', 'caller_wrote', 'withdrawn', 'return_asked', 'returned', 'return_decided', 'conference', 'opinion', 'whistle', 'arrived', 'call_refused', 'escalated', 'escalation_told', 'instructed', 'supervised', 'supervision_told', 'supervision_again', 'extension_asked', 'extension_told', 'hanging_asked', 'hanging_told', 'assist_done', 'reply_to_review', 'reply_back', 'followup_due', 'rework', 'emergency', 'not_signed', 'unit_silent', 'caller_accepted', 'caller_assigned', 'caller_replied', 'caller_asked'])), name='notice_text'),
        ),
    ]
